// Keeps a form while it is written: first on the device, then at the shop, and tells which of the two. With data-device
// it stays on the device until a button is pressed. What the shop has not confirmed is put back into the form later.
// A save without an answer is sent again word for word before anything newer: the shop may have done it already,
// finds nothing new in it and answers with the stamp that the next one needs.
{
  const REST = 900, AGAIN = 8000;
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  class DraftKeeper extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.state = this.querySelector(".draft__state");
      this.claims = this.querySelector(".draft__claims");
      if (!this.form) return;
      this.form.addEventListener("input", () => this.changed());
      this.form.addEventListener("submit", (event) => this.press(event));
      addEventListener("online", () => this.send());
      this.restore();
    }

    // What was typed, by name of field. What is marked as private never lies on a device that others use too.
    get values() {
      const fields = [...this.form.elements].filter((e) => e.name && e.type !== "submit" && !("private" in e.dataset));
      const names = new Set(fields.map((e) => e.name).filter((name) => !["csrf_token", "seen"].includes(name)));
      return Object.fromEntries([...names].map((name) => [name, this.form.elements[name].value]));
    }

    get seen() { return this.form.elements.seen?.value; }
    set seen(stamp) { if (this.form.elements.seen && stamp !== undefined) this.form.elements.seen.value = stamp; }

    // `kept` is { seen, values, sent }: what is not confirmed, and what was sent of it without an answer so far.
    keep(kept) {
      this.kept = kept;
      try {
        if (kept) localStorage.setItem(this.dataset.key, JSON.stringify(kept));
        else localStorage.removeItem(this.dataset.key);
      } catch { /* full or forbidden: the shop keeps it */ }
    }

    restore() {
      if ("unsaved" in this.dataset) return this.keep({ seen: this.seen, values: this.values });
      try { this.kept = JSON.parse(localStorage.getItem(this.dataset.key)); } catch { /* as if there were none */ }
      if (!this.kept) return;
      const shown = this.values;
      const differing = Object.entries(this.kept.values).filter(([name, value]) => name in shown && shown[name] !== value);
      if (!differing.length) return this.keep(null);
      for (const [name, value] of differing) this.put(this.form.elements[name], value);
      this.seen = this.kept.seen;
      this.tell(this.dataset.restored);
      this.later();
    }

    put(field, value) {
      field.value = value;
      if (!(field instanceof HTMLSelectElement)) return;
      // The choices of one list may follow from another, and come a moment later.
      if (field.value !== value) new MutationObserver((_, watch) => {
        field.value = value;
        if (field.value === value) watch.disconnect();
      }).observe(field, { childList: true });
      field.dispatchEvent(new Event("change"));
    }

    changed() {
      this.pressed = null;
      this.keep({ ...this.kept, seen: this.seen, values: this.values });
      this.later();
    }

    press(event) {
      clearTimeout(this.timer);
      if (this.leaving || this.stale || event.submitter?.formNoValidate) { this.leaving = true; return; }
      event.preventDefault();
      this.pressed = { button: event.submitter };
      this.keep({ ...this.kept, seen: this.seen, values: this.values });
      this.send();
    }

    later(wait = REST) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), wait);
    }

    async send() {
      if (this.busy || this.leaving || this.stale || !this.kept) return;
      if ("device" in this.dataset && !this.pressed) return;
      const sent = this.kept.sent || this.kept.values, body = new FormData(this.form);
      for (const [name, value] of Object.entries(sent)) body.set(name, value);
      this.keep({ ...this.kept, sent });
      this.tell(this.dataset.saving);
      this.busy = true;
      try {
        // Not form.action: a button may have that name.
        const answer = await fetch(this.form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
        const said = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : null;
        this.busy = false;
        this.answered(answer.ok, said, sent);
      } catch {
        this.busy = false;
        this.offline();
      }
    }

    offline() {
      this.tell(this.dataset.offline, "wrong");
      this.later(AGAIN);
    }

    answered(done, said, sent) {
      // No word of a script's: a page that asks to sign in, or says what is wrong. Whoever pressed gets to see it.
      if (!said) return this.pressed ? this.plainly() : this.offline();
      this.stale = Boolean(said.stale);
      if (done) this.seen = said.seen;
      const values = this.values, all = same(values, sent);
      this.keep(done && all ? null : { seen: this.seen, values });
      if (done) this.show(said.claims);
      if (!all && !this.stale) return this.pressed ? this.send() : this.later();
      if (done) return this.saved(said);
      if (this.pressed) return this.plainly();
      this.tell(this.stale ? this.dataset.stale : [said.problem, ...Object.values(said.errors || {})].join(" "), "wrong");
    }

    saved(said) {
      this.tell(this.dataset.saved.replace("{at}", said.at));
      if (!this.pressed?.button?.name) return;
      this.leaving = true;
      location.assign(said.next);
    }

    // As without JavaScript: the shop answers with a page.
    plainly() {
      this.leaving = true;
      this.form.requestSubmit(this.pressed.button);
    }

    tell(text, kind = "") {
      this.state.textContent = text;
      this.state.dataset.kind = kind;
    }

    show(claims) {
      if (!this.claims) return;
      this.claims.replaceChildren();
      if (!claims.length) return;
      const box = document.createElement("section"), head = document.createElement("p"), list = document.createElement("ul");
      box.className = "notice notice--warn claims";
      head.append(Object.assign(document.createElement("strong"), { textContent: this.claims.dataset.title }));
      for (const { sentence, reason } of claims) {
        const item = document.createElement("li"), quote = document.createElement("q");
        quote.textContent = sentence;
        item.append(quote, " ", reason);
        list.append(item);
      }
      box.append(head, list);
      this.claims.append(box);
    }
  }
  customElements.define("draft-keeper", DraftKeeper);
}
