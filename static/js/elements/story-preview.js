// Shows a story beside the form as buyers will read it, a moment after each pause. Without it, a button does.
{
  class StoryPreview extends HTMLElement {
    connectedCallback() {
      this.text = this.querySelector("textarea");
      this.out = this.querySelector(".story-preview__out");
      // As the first button of the form it would be the one that Enter presses.
      this.querySelector("button").remove();
      this.text.addEventListener("input", () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.show(), 500);
      });
      this.show();
    }

    async show() {
      if (!this.text.value.trim()) { this.out.hidden = true; return; }
      const asked = this.asked = {};
      try {
        const answer = await fetch(this.dataset.url, { method: "POST", body: new FormData(this.closest("form")), headers: { Accept: "application/json" } });
        if (!answer.ok || asked !== this.asked) return;
        // Safe: the server has taken everything out that is not plain text markup.
        this.out.innerHTML = (await answer.json()).html;
        this.out.hidden = false;
      } catch { /* the text itself is kept elsewhere */ }
    }
  }
  customElements.define("story-preview", StoryPreview);
}
