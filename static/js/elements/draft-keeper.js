// Keeps a draft while it is written: first on the device, then at the shop, and tells which of the two.
// What the shop has not confirmed is put back into the form after a broken connection.
{
  const REST = 900, AGAIN = 8000;

  class DraftKeeper extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.state = this.querySelector(".draft__state");
      this.claims = this.querySelector(".draft__claims");
      if (!this.form || !this.form.elements.seen) return;
      this.form.addEventListener("input", () => this.changed());
      this.form.addEventListener("submit", () => { clearTimeout(this.timer); this.leaving = true; });
      addEventListener("online", () => this.send());
      this.restore();
    }

    get kept() {
      try { return JSON.parse(localStorage.getItem(this.dataset.key)); } catch { return null; }
    }

    fields() {
      return [...this.form.elements].filter((e) => e.name && !["csrf_token", "seen", "then"].includes(e.name) && e.type !== "submit");
    }

    restore() {
      const kept = this.kept;
      if (!kept) return;
      const differs = this.fields().filter((e) => e.name in kept.values && e.value !== kept.values[e.name]);
      if (!differs.length) { localStorage.removeItem(this.dataset.key); return; }
      // A page that came back with somebody else's text or an error shows what was typed already.
      for (const e of differs) e.value = kept.values[e.name];
      this.form.elements.seen.value = kept.seen;
      this.tell(this.dataset.restored);
      this.later();
    }

    changed() {
      const values = Object.fromEntries(this.fields().map((e) => [e.name, e.value]));
      try { localStorage.setItem(this.dataset.key, JSON.stringify({ seen: this.form.elements.seen.value, values })); } catch { /* full or forbidden: the shop keeps it */ }
      this.later();
    }

    later(wait = REST) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), wait);
    }

    async send() {
      if (this.busy || this.leaving || !this.kept || this.stale) return;
      this.busy = true;
      const sent = JSON.stringify(this.kept.values);
      this.tell(this.dataset.saving);
      try {
        const answer = await fetch(this.form.action, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } });
        if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error(answer.status);
        const said = await answer.json();
        if (answer.ok) this.saved(said, sent);
        else if (said.stale) { this.stale = true; this.tell(this.dataset.stale, "wrong"); }
        else this.tell([said.problem, ...Object.values(said.errors || {})].join(" "), "wrong");
      } catch {
        this.tell(this.dataset.offline, "wrong");
        this.later(AGAIN);
      }
      this.busy = false;
    }

    saved(said, sent) {
      this.form.elements.seen.value = said.seen;
      const kept = this.kept;
      if (kept && JSON.stringify(kept.values) === sent) localStorage.removeItem(this.dataset.key);
      else this.changed();
      this.tell(this.dataset.saved.replace("{at}", said.at));
      this.show(said.claims);
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
