// On wide screens a ticked filter takes effect at once. The focus comes back to it on the next page.
{
  const wide = matchMedia("(min-width: 64rem)");
  const KEY = "filter";

  class AutoSubmit extends HTMLElement {
    connectedCallback() {
      const form = this.querySelector("form");
      if (wide.matches) this.querySelector("details").open = true;
      form.addEventListener("formdata", ({ formData }) => {
        for (const [name, value] of [...formData]) if (!value) formData.delete(name);
      });
      form.addEventListener("change", ({ target }) => {
        if (!wide.matches || !target.matches("[type=checkbox], [type=radio]")) return;
        sessionStorage.setItem(KEY, JSON.stringify([target.name, target.value, scrollY]));
        form.requestSubmit();
      });
      this.returnFocus(form);
    }

    returnFocus(form) {
      const [name, value, y] = JSON.parse(sessionStorage.getItem(KEY) || "[]");
      sessionStorage.removeItem(KEY);
      const input = [...form.elements].find((element) => name && element.name === name && element.value === value);
      if (!input) return;
      const hidden = input.closest(".facet details");
      if (hidden) hidden.open = true;
      input.focus({ preventScroll: true });
      scrollTo(0, y);
    }
  }
  customElements.define("auto-submit", AutoSubmit);
}
