{
  class CopyText extends HTMLElement {
    connectedCallback() {
      const button = this.querySelector("button");
      if (!button || !navigator.clipboard) return;
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(this.dataset.text);
        button.textContent = button.dataset.done;
      });
    }
  }
  customElements.define("copy-text", CopyText);
}
