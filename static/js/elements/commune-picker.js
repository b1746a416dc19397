// Fills the communes when the province changes. Without it, a button of the form does the same.
{
  class CommunePicker extends HTMLElement {
    connectedCallback() {
      [this.province, this.commune] = this.querySelectorAll("select");
      this.step = this.querySelector(".form__step");
      if (!this.commune) return;
      this.step.hidden = true;
      this.province.addEventListener("change", () => this.load());
    }

    async load() {
      const blank = this.commune.querySelector('option[value=""]');
      const code = this.province.value;
      this.commune.replaceChildren(...(blank ? [blank] : []));
      this.commune.value = "";
      if (!code) return;
      this.commune.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(this.dataset.url.replace("__", encodeURIComponent(code)));
        if (!answer.ok) throw new Error(answer.status);
        const communes = await answer.json();
        // A quicker hand may have chosen another province meanwhile.
        if (code === this.province.value) this.commune.append(...communes.map(({ code, name }) => new Option(name, code)));
      } catch {
        this.step.hidden = false;
      }
      this.commune.removeAttribute("aria-busy");
    }
  }
  customElements.define("commune-picker", CommunePicker);
}
