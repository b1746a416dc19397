// Looks every second how far the writing of a list is. Without it the page loads itself again now and then.
{
  class ListProgress extends HTMLElement {
    connectedCallback() { this.timer = setTimeout(() => this.look(), 1000); }
    disconnectedCallback() { clearTimeout(this.timer); }

    async look() {
      try {
        const answer = await fetch(this.dataset.url, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const found = page.querySelector("list-progress");
        if (!found) { location.replace(this.dataset.url); return; }
        this.replaceChildren(...found.childNodes);
      } catch { /* no connection: the next look may have one */ }
      this.timer = setTimeout(() => this.look(), 1000);
    }
  }
  customElements.define("list-progress", ListProgress);
}
