/* Saves a form by itself, keeps in this browser what is not saved yet, and says which of the two it is.

   A form takes part by data-saves="subject". What it sends and gets back: app/web/saving.py. What a first visit
   does not need is in later.js, and comes when it is needed.
   data-held: nothing goes by itself, because a person has to choose first. data-unsaved: what the page
   shows in the form is not saved; "busy" is tried again by itself. All words stand in #outbox. */
"use strict";

(() => {
  const box = document.getElementById("outbox");
  const words = box.dataset;
  const all = "cied-outbox:";
  const ours = all + (words.assessment ? `${words.assessment}:` : "");
  const mine = `${ours}${encodeURIComponent(words.person)}:`;
  // after the last letter
  const TYPING_MS = 2000;
  // after a choice, or after a field was left: what is entered together is saved together
  const CHANGED_MS = 700;
  const FIRST_PAUSE_MS = 1000;
  const LONGEST_PAUSE_MS = 60000;
  const PATIENCE_MS = 30000;
  const keepers = [];
  const leaving = { isMeant: false };

  /* --- the outbox: what is not confirmed, by assessment, person and subject ------------------------ */

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const keep = (key, value) => {
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // Full or forbidden: the page still holds the text, and warns before it is left.
    }
  };
  const waiting = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(ours)).sort();
    } catch {
      return [];
    }
  };

  /** The line that says what waits; what this page is just saving is not told. */
  const tell = () => {
    const keys = waiting().filter((key) => !keepers.some((one) => one.key === key && !one.isStuck));
    const links = keys.flatMap((key) => {
      const kept = read(key);
      if (!kept) return [];
      const link = document.createElement("a");
      [link.href, link.textContent] = [kept.page, kept.label];
      return [" ", link];
    });
    box.querySelector("b").textContent = keys.length;
    box.querySelector("span").replaceChildren(...links);
    box.hidden = !keys.length;
  };

  box.querySelector("button").addEventListener("click", () => later().then((more) => more.removeAll(), () => {}));

  /* --- one form ------------------------------------------------------------------------------------ */

  const isMark = (name) => name === "mutation" || /^(base|was)(-|$)/.test(name);
  const pair = (entries) => new URLSearchParams(entries).toString();
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");

  class Keeper {
    constructor(form) {
      this.form = form;
      this.key = mine + form.dataset.saves;
      this.status = form.querySelector("[role=status]");
      // what it says while nothing is typed
      this.calm = this.status.textContent;
      this.isHeld = "held" in form.dataset;
      // what the server has
      this.saved = "unsaved" in form.dataset ? null : this.typed();
      this.refused = form.dataset.unsaved && form.dataset.unsaved !== "busy" ? this.typed() : null;
      // a try of which nobody knows yet whether it was saved
      this.sent = null;
      this.errors = null;
      this.pause = FIRST_PAUSE_MS;
      this.notBefore = 0;
      this.isStuck = false;
      this.line = Promise.resolve(null);
      // the browser brings nothing older back
      form.autocomplete = "off";
      form.addEventListener("input", () => this.changed());
      form.addEventListener("change", () => this.changed(CHANGED_MS));
      form.addEventListener("focusout", () => { if (this.errors) this.show(this.errors); });
      form.addEventListener("submit", (event) => this.submit(event));
      // Of several tabs with this form, one has the outbox; the next has it when that one is closed.
      if (navigator.locks) navigator.locks.request(this.key, () => { this.adopt(); return new Promise(() => {}); });
      else this.adopt();
    }

    typed() { return pair([...new FormData(this.form)].filter(([name]) => !isMark(name))); }

    marks() { return Object.fromEntries([...new FormData(this.form)].filter(([name]) => isMark(name))); }

    mark(marks) {
      for (const [name, value] of Object.entries(marks)) {
        const field = this.form.elements.namedItem(name);
        if (field) field.value = value;
      }
    }

    get isUnsaved() { return Boolean(this.sent) || this.typed() !== this.saved; }

    /** Takes up what an earlier page left in the outbox: shows it again, and sends it. */
    adopt() {
      const kept = read(this.key);
      this.owns = true;
      const names = kept ? [...new URLSearchParams(kept.typed).keys()] : [];
      if (kept && !this.isHeld && this.typed() === this.saved && names.every((name) => this.form.elements.namedItem(name))) {
        if (kept.sent || kept.typed !== this.saved) {
          this.shown = Number(this.marks().base);
          this.fill(kept.typed);
          this.mark(kept.marks);
          this.sent = kept.sent;
        }
      } else if (kept && kept.typed !== this.typed()) {
        // It was written apart from what this form holds, so it stands for itself.
        const again = { typed: kept.typed, marks: { ...kept.marks, mutation: fresh() } };
        this.sent = { ...(kept.sent?.typed === kept.typed ? kept.sent : again), isApart: true };
      }
      if (!this.isUnsaved) keep(this.key, null);
      else if (this.refused === null) this.changed(0);
      // What was set aside, or written under another name, a person uses or drops.
      const subject = `:${this.form.dataset.saves}`;
      const others = waiting().filter((key) => key !== this.key && key.split("~")[0].endsWith(subject));
      if (others.length) later().then((more) => others.forEach((key) => more.offer(this, key)), () => {});
      tell();
    }

    fill(typed) {
      const values = new URLSearchParams(typed);
      for (const field of this.form.elements) {
        if (!field.name || isMark(field.name) || field.type === "hidden") continue;
        const given = values.getAll(field.name);
        if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
        else if (given.length) [field.value] = given;
      }
      for (const details of this.form.querySelectorAll("details"))
        if ([...details.querySelectorAll("input:not([type=checkbox]), textarea")].some((one) => one.value)) details.open = true;
    }

    changed(pause = TYPING_MS) {
      this.write();
      if (this.isHeld && !this.aside) this.say(this.isUnsaved ? words.unsaved : this.calm, { isCare: this.isUnsaved });
      if (this.isStale || this.isHeld) return;
      if (!this.isUnsaved) {
        // what was typed was taken back before it was sent
        this.isStuck = false;
        this.say(this.calm);
        return;
      }
      if (!this.isStuck) this.say(words.saving, { isBusy: true });
      this.schedule(pause);
    }

    schedule(pause) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), pause);
    }

    /** From now on it waits for a person, in a place of its own; without a state, no longer. */
    setAside(state) {
      if (this.owns || this.aside) keep(this.key, null);
      if (!this.aside || !state) this.key = mine + this.form.dataset.saves + (state ? `~${fresh()}` : "");
      this.aside = state;
      this.isHeld = Boolean(state);
    }

    /** What is not confirmed lies in the outbox; what is, does not. */
    write() {
      if (!this.owns && !this.aside) return;
      const { saves, label } = this.form.dataset;
      keep(this.key, this.isUnsaved && saves
        ? { label, person: words.person, page: this.form.getAttribute("action"), typed: this.typed(), marks: this.marks(), sent: this.sent, aside: this.aside }
        : null);
    }

    /** Sends what is not saved, one try after another; gives its outcome, null where none came. */
    save(button = null) {
      this.line = this.line.then(() => this.next(button));
      return this.line;
    }

    async next(button) {
      clearTimeout(this.timer);
      const rest = this.notBefore - performance.now();
      if (rest > 0 && !button) {
        this.schedule(rest);
        return null;
      }
      // An earlier text first, under its own mutation: the server knows whether it has it already.
      if (this.sent && (this.sent.isApart || this.sent.typed !== this.typed())) {
        const outcome = await this.post();
        if (!outcome || outcome.state === "stale") return outcome;
      }
      if (!this.sent) {
        const typed = this.typed();
        if (!button && (this.isHeld || this.isStale || typed === this.saved || typed === this.refused)) return null;
        this.sent = { typed, marks: { ...this.marks(), mutation: this.known?.typed === typed ? this.known.mutation : fresh() } };
      }
      return this.post(button);
    }

    async post(button) {
      const { sent } = this;
      this.write();
      const body = new URLSearchParams(sent.typed);
      for (const [name, value] of Object.entries(sent.marks)) body.append(name, value);
      if (button?.name) body.append(button.name, button.value);
      let wait = 0;
      try {
        const answer = await fetch(this.form.getAttribute("action"), {
          method: "POST", body, headers: { accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS),
        });
        wait = Number(answer.headers.get("retry-after")) * 1000 || 0;
        const { status } = answer;
        const isTold = /json/.test(answer.headers.get("content-type"));
        if (status >= 500 || [408, 425, 429].includes(status) || (answer.ok && !isTold)) throw new Error(status);
        const outcome = isTold ? await answer.json() : { state: [404, 410].includes(status) ? "gone" : "refused", status };
        this.settle(sent, outcome);
        return outcome;
      } catch {
        this.fail(wait);
        return null;
      }
    }

    /** Nobody knows whether it was saved: the same is sent again, after a pause that grows. */
    fail(wait) {
      const pause = Math.max(this.pause, wait);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
      // Not by the time of day, which may be set back meanwhile.
      this.told = performance.now() + wait;
      this.notBefore = performance.now() + pause;
      this.isStuck = true;
      this.say(words.failed, { isCare: true });
      this.schedule(pause);
      tell();
    }

    again() {
      if (!this.isStuck || this.aside) return;
      this.notBefore = this.told ?? 0;
      this.save();
    }

    settle(sent, outcome) {
      [this.sent, this.pause, this.notBefore] = [null, FIRST_PAUSE_MS, 0];
      this.isStuck = outcome.state !== "saved";
      // of a profile, a part may be saved
      if (!sent.isApart) this.mark({ ...outcome.bases, ...outcome.agreed });
      if (outcome.state === "saved" && !sent.isApart) {
        this.saved = sent.typed;
        if (this.aside) this.setAside();
        this.mark({ mutation: fresh() });
        const line = this.form.querySelector(".claims");
        if (line) line.innerHTML = outcome.claims;
        this.show(outcome.errors);
        const lacking = outcome.errors.map((error) => error.message);
        const more = [outcome.merged, ...lacking].filter(Boolean);
        this.calm = [outcome.said && more.length ? `${outcome.said}.` : outcome.said, ...more].filter(Boolean).join(" ");
        this.say(this.calm);
        if (keepers.length === 1) for (const old of document.querySelectorAll("[data-until-saved]")) old.remove();
        if (document.title.startsWith(words.error)) document.title = document.title.slice(words.error.length).trim();
        // Somebody saved a newer one since: the page shows that one.
        if (this.shown > Number(outcome.bases.base) && !this.isUnsaved) go(location.href);
        else if (Object.values(outcome.agreed).some(Boolean)) later().then((more) => more.renew(this), () => {});
      } else if (outcome.state === "saved") {
        if (!this.isUnsaved) go(location.href);
      } else if (outcome.state === "wrong") {
        this.refused = sent.typed;
        this.show(outcome.errors);
        this.say(`${words.unsaved}: ${outcome.errors[0].message}`, { isCare: true });
      } else if (outcome.state === "stale") {
        [this.isStale, this.known] = [true, { typed: sent.typed, mutation: sent.marks.mutation }];
        // the server keeps it until a person chooses
        if (outcome.is_kept) this.saved = sent.typed;
        // another tab has its place
        else if (!this.owns) this.setAside("stale");
      } else {
        // finished, gone or refused: the same is never sent again by itself
        this.refused = sent.typed;
        if (outcome.state !== "refused") this.setAside(outcome.state);
      }
      if (this.isStuck && outcome.state !== "wrong") {
        this.say(words.unsaved, { isCare: true });
        later().then((more) => more.told(this, outcome), () => {});
      }
      this.shown = 0;
      this.write();
      if (this.isUnsaved && outcome.state === "saved") this.changed(TYPING_MS);
      tell();
    }

    async submit(event) {
      event.preventDefault();
      if (this.isSubmitting) return;
      this.isSubmitting = true;
      const outcome = await this.save(event.submitter);
      const isSaved = outcome?.state === "saved";
      const stays = isSaved && "stays" in this.form.dataset && event.submitter?.value === "domain";
      if (isSaved && !stays) go(outcome.next);
      else if (outcome && !isSaved) this.hand(event.submitter);
      this.isSubmitting = Boolean(outcome) && !stays;
    }

    /** Sends the form as the browser does, so that the server's own page answers. */
    hand(button) {
      const typed = this.typed();
      const mutation = this.known?.typed === typed ? this.known.mutation : fresh();
      this.mark({ mutation });
      if (typed !== this.saved) this.sent = { typed, marks: this.marks() };
      this.write();
      // what the button says of itself was not typed
      this.typed = () => typed;
      if (button?.name) {
        const chosen = document.createElement("input");
        Object.assign(chosen, { type: "hidden", name: button.name, value: button.value });
        this.form.append(chosen);
      }
      leaving.isMeant = true;
      HTMLFormElement.prototype.submit.call(this.form);
    }

    say(text, { isCare = false, isBusy = false } = {}) {
      this.status.classList.toggle("care", isCare);
      this.status.ariaBusy = String(isBusy);
      if (this.status.textContent !== text) this.status.textContent = text;
    }

    /** What is wrong stands beside its field, as on the server's page; not while that is typed in. */
    show(errors) {
      this.errors = errors;
      for (const old of this.form.querySelectorAll(".error")) {
        for (const one of this.form.querySelectorAll(`[aria-describedby~="${CSS.escape(old.id)}"]`)) describe(one, old.id, false);
        old.closest(".wrong")?.classList.remove("wrong");
        old.remove();
      }
      for (const { field, message, is_incomplete: isIncomplete } of errors) {
        const id = (this.form.dataset.ids ?? "") + field;
        const input = this.form.querySelector(`#${CSS.escape(id)}`);
        if (!input || isIncomplete || input === document.activeElement) continue;
        const around = input.closest(".field, fieldset");
        const error = document.createElement("p");
        Object.assign(error, { className: "error", id: `${id}-error`, textContent: `${words.error} ${message}` });
        (around.querySelector(":scope > :is(legend, label)") ?? around.firstChild).after(error);
        around.classList.add("wrong");
        describe(input.type === "radio" ? around : input, error.id, true);
      }
    }
  }

  const describe = (element, id, isWrong) => {
    const others = (element.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    if (isWrong) others.push(id);
    if (others.length) element.setAttribute("aria-describedby", others.join(" "));
    else element.removeAttribute("aria-describedby");
    if (!/^fieldset$/i.test(element.tagName)) element.toggleAttribute("aria-invalid", isWrong);
    if (isWrong && element.hasAttribute("aria-invalid")) element.setAttribute("aria-invalid", "true");
  };

  /** To another page, or to this one anew. */
  const go = (address) => {
    const to = new URL(address, location.href);
    // The browser would only scroll to a place on the page that it shows.
    const isHere = to.hash && to.href.split("#")[0] === location.href.split("#")[0];
    if (isHere) history.replaceState(null, "", to);
    if (isHere) location.reload();
    else location.assign(to);
  };

  let rest = null;
  /** The functions of later.js. */
  const later = () => {
    rest ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = words.later;
      script.onload = () => resolve(window.later({ words, keepers, read, keep, waiting, tell, fresh, leaving }));
      script.onerror = () => { rest = null; reject(new Error(script.src)); };
      document.head.append(script);
    });
    return rest;
  };

  for (const form of document.querySelectorAll("form[data-saves]")) keepers.push(new Keeper(form));
  /** Whoever comes back to this window learns of what others changed. */
  const look = () => { if (keepers.length && !document.hidden) later().then((more) => more.look(), () => {}); };
  const unsaved = () => keepers.filter((one) => one.isUnsaved);

  // A link that is followed waits a moment for what is just being saved.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || link.getAttribute("href").startsWith("#") || !unsaved().some((one) => !one.isStuck)) return;
    event.preventDefault();
    const patience = new Promise((resolve) => { setTimeout(resolve, 3000); });
    await Promise.race([Promise.all(unsaved().map((one) => one.save())), patience]);
    location.assign(link.href);
  });
  // In every other field, Enter presses the first button of the form; in a closed list, browsers differ.
  document.addEventListener("keydown", (event) => {
    const list = event.target.closest("select");
    if (event.key !== "Enter" || !list?.form || !CSS.supports("selector(:open)") || list.matches(":open")) return;
    event.preventDefault();
    list.form.requestSubmit(list.form.querySelector("button"));
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving.isMeant && unsaved().some((one) => !one.aside || !read(one.key))) event.preventDefault();
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("online", () => keepers.forEach((one) => one.again()));
  addEventListener("storage", tell);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) unsaved().forEach((one) => one.save());
    else keepers.forEach((one) => one.again());
    look();
  });
  addEventListener("focus", look);
  if (waiting().length && (!words.assessment || "frozen" in words)) later().then((more) => more.shelve(), () => {});
  tell();
})();
