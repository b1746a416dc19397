// Suggestions below the search field, by the combobox pattern. Without them the form works as it is.
{
  const PAUSE = 120;
  const KEPT = 50;
  const answers = new Map();

  class SearchBox extends HTMLElement {
    connectedCallback() {
      if (this.list) return;
      this.form = this.querySelector("form");
      this.input = this.querySelector("input");
      this.list = this.part("div", { role: "listbox", class: "suggestions", id: `${this.input.id}-list`, "aria-label": this.dataset.title });
      this.status = this.part("div", { role: "status", class: "visually-hidden" });
      this.list.hidden = true;
      this.current = -1;
      this.append(this.list, this.status);
      this.describe(this.input, {
        role: "combobox", "aria-autocomplete": "list", "aria-haspopup": "listbox",
        "aria-controls": this.list.id, "aria-expanded": "false", autocapitalize: "off", spellcheck: "false",
      });
      this.listen();
    }

    listen() {
      this.input.addEventListener("input", () => this.later());
      this.input.addEventListener("keydown", (event) => this.press(event));
      this.input.addEventListener("blur", () => this.close());
      this.form.addEventListener("submit", () => this.close());
      // The field keeps the focus while an option is pressed, or the list would be gone before the click.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      // A page restored by "back" begins with the list closed.
      addEventListener("pagehide", () => this.close());
    }

    get options() { return [...this.list.querySelectorAll("[role=option]")]; }

    get words() { return this.input.value.normalize("NFC").trim().replace(/\s+/g, " "); }

    press(event) {
      // An input method that is still composing a letter takes its keys for itself.
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (this.obey(event.key) !== false) event.preventDefault();
    }

    // Does what a key stands for; false leaves it to the browser.
    obey(key) {
      const now = this.current;
      const last = this.options.length - 1;
      if (this.list.hidden) return key === "ArrowDown" && this.words !== "" && this.ask();
      switch (key) {
        case "ArrowDown": return this.choose(now < last ? now + 1 : -1);
        case "ArrowUp": return this.choose(now < 0 ? last : now - 1);
        case "Home": return now >= 0 && this.choose(0);
        case "End": return now >= 0 && this.choose(last);
        case "Enter": return now >= 0 && this.options[now].click();
        case "Escape": return this.close();
        case "Tab": this.close();
      }
      return false;
    }

    later() {
      clearTimeout(this.timer);
      this.request?.abort();
      if (!this.words) this.close();
      else if (answers.has(this.address)) this.ask();
      else this.timer = setTimeout(() => this.ask(), PAUSE);
    }

    get address() { return `${this.dataset.url}?${new URLSearchParams({ q: this.words })}`; }

    async ask() {
      const { address, words } = this;
      this.request?.abort();
      this.request = new AbortController();
      try {
        const found = answers.get(address) ?? await this.fetch(address, this.request.signal);
        if (words === this.words && document.activeElement === this.input) this.show(found, words);
      } catch (error) {
        if (error.name !== "AbortError") this.close();
      }
    }

    async fetch(address, signal) {
      const answer = await fetch(address, { signal, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const { suggestions } = await answer.json();
      answers.set(address, suggestions);
      if (answers.size > KEPT) answers.delete(answers.keys().next().value);
      return suggestions;
    }

    show(found, words) {
      const kinds = [...new Set(found.map(({ kind }) => kind))];
      this.choose(-1);
      this.list.replaceChildren(...kinds.map((kind) => this.group(kind, found.filter((one) => one.kind === kind), words)));
      this.options.forEach((option, number) => { option.id = `${this.list.id}-${number}`; });
      this.list.hidden = !found.length;
      this.list.scrollTop = 0;
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
      const { none, one, many } = this.dataset;
      this.status.textContent = [none, one][found.length] ?? many.replace("#", found.length);
    }

    group(kind, found, words) {
      const title = this.part("div", { class: "suggestions__title", id: `${this.list.id}-${kind}`, role: "presentation" }, this.dataset[kind]);
      const group = this.part("div", { role: "group", "aria-labelledby": title.id });
      group.append(title, ...found.map((one) => this.option(one, words)));
      return group;
    }

    option({ text, detail, url }, words) {
      const option = this.part("a", { role: "option", class: "suggestions__option", href: url, tabindex: "-1", "aria-selected": "false" });
      const name = this.part("span");
      name.append(...marked(text, words));
      option.append(name);
      if (detail) option.append(" ", this.part("small", {}, detail));
      return option;
    }

    // The option with this number becomes the active one; -1 leads back to the field.
    choose(number) {
      const { options } = this;
      options[this.current]?.setAttribute("aria-selected", "false");
      this.current = number;
      options[number]?.setAttribute("aria-selected", "true");
      options[number]?.scrollIntoView({ block: "nearest" });
      if (options[number]) this.input.setAttribute("aria-activedescendant", options[number].id);
      else this.input.removeAttribute("aria-activedescendant");
    }

    close() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.choose(-1);
      this.list.hidden = true;
      this.status.textContent = "";
      this.input.setAttribute("aria-expanded", "false");
    }

    part(tag, attributes = {}, text = "") {
      const element = document.createElement(tag);
      this.describe(element, attributes);
      element.textContent = text;
      return element;
    }

    describe(element, attributes) {
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    }
  }

  const fold = (sign) => sign.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace("đ", "d");

  // The text in pieces, with <mark> around what begins like one of the words, whatever the diacritics.
  function marked(text, words) {
    const signs = [...text.normalize("NFC")];
    const folded = signs.map(fold);
    const wanted = words.split(" ").map((word) => [...word.normalize("NFC")].map(fold)).filter((word) => word.length);
    const begins = (at, word) => word.every((sign, i) => folded[at + i] === sign);
    const inWord = (sign) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
    const lit = signs.map(() => false);
    signs.forEach((_, at) => {
      if (inWord(folded[at - 1])) return;
      for (const word of wanted) if (begins(at, word)) lit.fill(true, at, at + word.length);
    });
    signs.forEach((sign, at) => { lit[at] ||= sign === " " && lit[at - 1] && lit[at + 1]; });
    const pieces = [];
    signs.forEach((sign, at) => {
      if (at && lit[at] === lit[at - 1]) pieces.at(-1).text += sign;
      else pieces.push({ lit: lit[at], text: sign });
    });
    return pieces.map(({ lit, text }) => {
      if (!lit) return text;
      const mark = document.createElement("mark");
      mark.textContent = text;
      return mark;
    });
  }

  customElements.define("search-box", SearchBox);
}
