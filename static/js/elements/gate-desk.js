// Lets people in at the gate of a fair, also without a network: what is typed or seen by the camera is judged at once by
// the list that was fetched last, kept on this telephone, and told to the shop when it can be reached. Moments are counted
// in seconds since the list came, so no clock has to be right. Without JavaScript the form asks the shop each time.
{
  const REFRESH = 180000, AGAIN = 10000, AT_ONCE = 200, SHOWN = 12, LOOK = 200, SAME = 5000;
  const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
  const date = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: "Asia/Ho_Chi_Minh" });
  const said = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  // As the shop reads it: the end of a ticket's address, whatever the case; O, I and L are heard for 0 and 1.
  const readCode = (text) => text.trim().split(/[?#]/)[0].replace(/\/+$/, "").split("/").at(-1).slice(0, 40).toUpperCase()
    .replace(/[\s–-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");

  function load(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  }
  function keep(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* full or forbidden: the page has it */ }
  }

  // What names people goes; scans that wait stay, for they hold codes alone and must still be counted.
  async function forget() {
    const ours = Object.keys(localStorage).filter((name) => name.startsWith("gate:") && !name.endsWith(":queue"));
    for (const name of ours) localStorage.removeItem(name);
    if (!("serviceWorker" in navigator)) return;
    await caches.delete("gate");
    for (const one of await navigator.serviceWorker.getRegistrations()) if (one.scope.endsWith("/gate")) await one.unregister();
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.getAttribute("action")?.endsWith("/sign-out")) return;
    event.preventDefault();
    try { await forget(); } finally { form.submit(); }
  });

  class GateDesk extends HTMLElement {
    connectedCallback() {
      const { page } = this.dataset;
      this.names = { list: `gate:${page}:list`, seen: `gate:${page}:seen`, queue: `gate:${page}:queue` };
      this.list = load(this.names.list);
      // When each code came in by what this telephone saw since the list: milliseconds of the shop.
      this.seen = load(this.names.seen) ?? {};
      this.queue = load(this.names.queue) ?? [];
      this.started = performance.now();
      [this.answer, this.form, this.video, this.state, this.log, this.button] =
        [".gate__answer", "form", "video", ".gate__state", ".gate__log", ".gate__camera"].map((name) => this.querySelector(name));
      this.form.addEventListener("submit", (event) => this.submit(event));
      addEventListener("online", () => this.meet());
      this.timer = setInterval(() => this.meet(), REFRESH);
      this.meet();
      this.keepPage();
      this.offerCamera();
    }

    disconnectedCallback() { clearInterval(this.timer); this.stop(); }

    // Seconds since the list came. A clock that is set back doesn't take back what this page has lived through.
    get seconds() {
      const lived = (performance.now() - this.started) / 1000, { wall, least } = this.list;
      return Math.max((Date.now() - wall) / 1000, least + lived);
    }

    // The moment of the shop, by its own clock.
    get now() { return this.list.given_at + this.seconds * 1000; }

    submit(event) {
      // Without a list nothing can be judged here: the shop answers with a page.
      if (!this.list) return;
      event.preventDefault();
      const field = this.form.elements.code;
      this.scan(field.value);
      field.value = "";
      field.focus();
    }

    scan(text) {
      const code = readCode(text);
      if (!code) return;
      const at = this.now, scan = { key: newKey(), code, seconds: this.seconds, roster: this.list.token };
      const judged = this.judge(code, at);
      if (judged.outcome === "come") this.seen[code] = at;
      this.queue.push(scan);
      keep(this.names.queue, this.queue);
      keep(this.names.seen, this.seen);
      keep(this.names.list, { ...this.list, least: scan.seconds });
      this.show(scan.key, judged);
      this.note(scan.key, at, judged);
      this.tell();
      this.send();
    }

    // By the list: whose ticket it is, and whether it came in before on this day.
    judge(code, at) {
      const guest = this.list.entries[code], words = this.dataset;
      if (!guest) return { outcome: "unknown", words: said(words.unlisted, { at: hour.format(this.list.given_at) }), name: code, more: "" };
      const own = this.seen[code], today = date.format(at);
      const before = own && date.format(own) === today ? hour.format(own) : this.list.day === today ? guest.came : "";
      const more = guest.booth ? said(words.booth, { booth: guest.booth }) : said(words.heads, { n: guest.heads });
      if (guest.unpaid) return { outcome: "not_paid", words: words.unpaid, name: guest.name, more };
      return { outcome: before ? "before" : "come", words: before ? said(words.before, { at: before }) : words.come, name: guest.name, more };
    }

    show(key, { outcome, words, name, more, url }) {
      this.shown = key;
      this.answer.dataset.outcome = outcome;
      const who = this.part("p", "gate__who", ""), strong = this.part("strong", "", name);
      who.append(strong, document.createElement("br"), more);
      // Only the shop takes money: it says where, once it has been asked.
      const pay = Object.assign(this.part("a", "button button--main", this.dataset.pay), { href: url || "" });
      this.answer.replaceChildren(this.part("p", "gate__words", words), ...(name ? [who] : []), ...(url ? [pay] : []));
      navigator.vibrate?.(outcome === "come" ? 80 : [150, 100, 150]);
    }

    note(key, at, { outcome, words, name }) {
      const line = this.part("li", "", `${hour.format(at)} ${name}: ${words}`);
      line.dataset.key = key;
      line.dataset.outcome = outcome;
      this.log.prepend(line);
      while (this.log.children.length > SHOWN) this.log.lastChild.remove();
    }

    // The list first: with it comes the time that scans are counted from.
    async meet() {
      await this.fetchList();
      await this.send();
    }

    async fetchList() {
      const wall = Date.now(), lived = performance.now();
      try {
        const answer = await fetch(`${this.dataset.page}/roster.json`, { redirect: "manual", cache: "no-store" });
        if (!answer.ok) { this.refused(answer); return; }
        this.list = { ...await answer.json(), wall, least: 0 };
        this.started = lived;
        this.out = false;
        // Of what the list tells itself nothing more is kept; scans that wait are not on it yet.
        const waiting = new Set(this.queue.map(({ code }) => code));
        this.seen = Object.fromEntries(Object.entries(this.seen).filter(([code]) => waiting.has(code)));
        keep(this.names.list, this.list);
        keep(this.names.seen, this.seen);
      } catch { /* no network: the last list stands */ }
      this.tell();
    }

    async send() {
      if (this.busy || !this.queue.length) return;
      this.busy = true;
      clearTimeout(this.later);
      const { roster } = this.queue[0], sent = this.queue.filter((one) => one.roster === roster).slice(0, AT_ONCE);
      try {
        const answer = await fetch(`${this.dataset.page}/scans`, {
          method: "POST", redirect: "manual", headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ roster, scans: sent.map(({ key, code, seconds }) => ({ key, code, seconds })) }),
        });
        if (answer.ok) this.settle(sent, (await answer.json()).results);
        else if (answer.status === 422) this.settle(sent, [], (await answer.json()).problem);
        else this.refused(answer);
      } catch { /* no network: they wait */ }
      this.busy = false;
      this.tell();
      if (!this.queue.length || this.out) return;
      if (this.queue.some(({ key }) => key === sent[0].key)) this.later = setTimeout(() => this.send(), AGAIN);
      else this.send();
    }

    // The shop has the last word: it knows of tickets that came or went since the list.
    settle(sent, results, problem = "") {
      const done = new Set(sent.map(({ key }) => key));
      this.queue = this.queue.filter(({ key }) => !done.has(key));
      keep(this.names.queue, this.queue);
      this.problem = problem;
      for (const { key, ...judged } of results) {
        const line = this.log.querySelector(`[data-key="${key}"]`);
        if (line?.dataset.outcome === judged.outcome && !["unknown", "not_paid"].includes(judged.outcome)) continue;
        if (line) line.textContent = `${line.textContent.slice(0, 5)} ${judged.name || sent.find((one) => one.key === key).code}: ${judged.words}`;
        if (this.shown === key) this.show(key, judged);
      }
    }

    // A redirection leads to the sign-in; with 403 and 404 the gate is no business of this person any more.
    refused(answer) {
      if (answer.type !== "opaqueredirect" && ![401, 403, 404].includes(answer.status)) return;
      this.out = true;
      this.list = null;
      forget();
    }

    tell() {
      const { listed, none, waiting, signedOut } = this.dataset;
      const about = this.list ? said(listed, { at: hour.format(this.list.given_at), n: Object.keys(this.list.entries).length }) : none;
      const left = this.queue.length ? said(waiting, { n: this.queue.length }) : this.dataset.sent;
      this.state.textContent = this.out ? signedOut : [this.problem, about, left].filter(Boolean).join(" ");
      this.state.dataset.waiting = this.queue.length;
    }

    // The worker opens this page without a network; what it is made of is put there now.
    async keepPage() {
      if (!("serviceWorker" in navigator)) return;
      const { page } = this.dataset, here = `${location.origin}/static/`;
      try {
        await navigator.serviceWorker.register(`${page}/worker.js`, { scope: page });
        const answer = await fetch(page, { redirect: "manual" });
        if (!answer.ok) return;
        const made = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.startsWith(here));
        const cache = await caches.open("gate");
        await cache.addAll(made);
        await cache.put(new URL(page, location).href, answer);
        this.dataset.kept = "";
      } catch { /* without a network, or forbidden: the page is there as long as it is open */ }
    }

    async offerCamera() {
      if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices) return;
      if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return;
      this.detector = new BarcodeDetector({ formats: ["qr_code"] });
      this.button.hidden = false;
      this.button.dataset.start = this.button.textContent;
      this.button.addEventListener("click", () => this.stream ? this.stop() : this.start());
    }

    async start() {
      try {
        this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        this.state.textContent = this.dataset.noCamera;
        return;
      }
      this.video.srcObject = this.stream;
      this.video.hidden = false;
      this.button.textContent = this.dataset.stop;
      await this.video.play();
      this.look();
    }

    stop() {
      for (const track of this.stream?.getTracks() ?? []) track.stop();
      this.stream = null;
      this.video.hidden = true;
      if (this.button.dataset.start) this.button.textContent = this.button.dataset.start;
    }

    // A code that stays in view counts once.
    async look() {
      if (!this.stream) return;
      const [found] = await this.detector.detect(this.video).catch(() => []);
      const text = found?.rawValue, now = performance.now();
      if (text && this.list && (text !== this.last?.text || now - this.last.at > SAME)) this.scan(text);
      if (text) this.last = { text, at: now };
      setTimeout(() => this.look(), LOOK);
    }

    part(tag, name, text) {
      return Object.assign(document.createElement(tag), { className: name, textContent: text });
    }
  }
  customElements.define("gate-desk", GateDesk);
}
