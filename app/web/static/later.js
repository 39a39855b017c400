/* What saving.js does now and then, and a first visit does not need: what waits for a person, and what others
   changed meanwhile. saving.js fetches it when it is needed. The sentences come from app/web/outbox.py. */
"use strict";

window.later = ({ words, keepers, read, keep, waiting, tell, fresh, leaving }) => {
  const LOOK_AGAIN_MS = 1000;
  let sentences = null;
  let looked = -LOOK_AGAIN_MS;

  /** The sentences in the reader's language; nothing where they cannot be had now. */
  const said = async () => {
    sentences ??= (await fetch("/outbox")).json();
    return sentences.catch(() => { sentences = null; return {}; });
  };

  const made = (name, more) => Object.assign(document.createElement(name), more);

  const button = (text, act) => {
    const one = made("button", { type: "button", className: "second", textContent: text });
    one.addEventListener("click", act);
    return one;
  };

  /** What was typed, in words: each field by its label. Without its form, the bare texts. */
  const inWords = (typed, form) => [...new URLSearchParams(typed)].filter(([, value]) => value).map(([name, value]) => {
    const all = form ? [...form.elements].filter((one) => one.name === name) : [];
    const field = all.find((one) => one.value === value && /radio|checkbox/.test(one.type)) ?? all[0];
    const label = (field?.labels?.[0]?.textContent ?? (form ? name : "")).replace(/\s+/g, " ").trim();
    if (/radio|checkbox/.test(field?.type)) return label;
    const option = [...(field?.options ?? [])].find((one) => one.value === value);
    if (option?.index === 0) return ""; // what a list says before anybody chooses
    return [label, option?.textContent ?? value].filter(Boolean).join(": ");
  }).filter(Boolean).join("\n");

  /** A notice with a text that waits, and what a person can do with it. */
  const notice = (heading, text, ...buttons) => {
    const all = made("section", { className: "notice" });
    const save = made("div", { className: "save" });
    const shown = made("p", { textContent: text, dir: "auto" });
    shown.style.whiteSpace = "pre-line";
    save.append(...buttons);
    all.append(made("h2", { textContent: heading }), shown, save);
    return all;
  };

  const drop = (key, shown) => {
    keep(key, null);
    shown.remove();
    tell();
  };

  /** Of an assessment that is gone: to be copied, or removed. */
  const goneNotice = async (key, form) => {
    const { gone, copy, remove } = await said();
    const kept = read(key);
    if (!kept || !gone) return null;
    const text = inWords(kept.typed, form);
    const copied = button(copy, async () => {
      getSelection().selectAllChildren(shown.querySelector("p"));
      await navigator.clipboard.writeText(text).catch(() => document.execCommand("copy"));
    });
    const shown = notice(`${kept.label}: ${gone}`, text, copied, button(remove, () => drop(key, shown)));
    return shown;
  };

  /** Says of a form why what is in it is not sent any more. */
  const told = async (keeper, outcome) => {
    const { finished, refused, gone, stale, both } = await said();
    const text = { finished, gone, stale, refused: refused?.replace("%s", outcome.status) }[outcome.state];
    if (text) keeper.say(text, { isCare: true });
    if (outcome.state === "stale" && both && !keeper.both) {
      keeper.both = button(both, () => keeper.hand()); // leads to the page with both
      keeper.status.after(keeper.both);
    }
    if (outcome.state !== "gone") return;
    const shown = await goneNotice(keeper.key, keeper.form);
    if (shown) keeper.status.closest(".save").after(shown);
  };

  /** Offers what waits for a person about this form: it is used, or dropped. Nothing of it goes by itself. */
  const offer = async (keeper, key) => {
    const { frozen, stale, other, use, drop: away } = await said();
    const kept = read(key);
    if (!kept || !use) return;
    if (kept.typed === keeper.typed()) {
      keep(key, null); // the form says the same
      tell();
      return;
    }
    const using = async () => {
      if (keeper.isUnsaved) await keeper.save({}); // what is in the form goes first
      if (keeper.isUnsaved && !keeper.aside) return;
      keeper.fill(kept.typed);
      keeper.mark({ ...kept.marks, mutation: fresh() });
      keeper.write();
      drop(key, shown);
      keeper.save({});
    };
    const heading = kept.aside === "stale" ? stale : kept.aside ? frozen : other.replace("%s", kept.person || "–");
    const shown = notice(heading, inWords(kept.typed, keeper.form), button(use, using), button(away, () => drop(key, shown)));
    keeper.form.before(shown);
  };

  /** On a page of a finished assessment, or of none: what waits there from now on waits for a person. */
  const shelve = async () => {
    const missing = [404, 410].includes(performance.getEntriesByType("navigation")[0]?.responseStatus);
    for (const key of waiting()) {
      const kept = read(key);
      const isGone = !words.assessment && missing && kept?.page === location.pathname;
      if (!kept || kept.aside === "gone" || !(isGone || (words.assessment && !kept.aside))) continue;
      keep(key, null);
      keep(`${key.split("~")[0]}~${fresh()}`, { ...kept, aside: isGone ? "gone" : "finished" });
    }
    if (words.assessment) return;
    for (const key of waiting().filter((one) => read(one)?.aside === "gone")) {
      const shown = await goneNotice(key);
      if (shown) document.getElementById("outbox").after(shown);
    }
    tell();
  };

  /** Removes all that waits, once a person has confirmed it. */
  const removeAll = async () => {
    if (!confirm((await said()).sure)) return;
    leaving.isMeant = true;
    for (const key of waiting()) keep(key, null);
    location.reload();
  };

  /** Shows in the form what another person changed, once nothing newer is typed in it. */
  const renew = async (keeper, line = "") => {
    const { form } = keeper;
    const typed = keeper.typed();
    const answer = await fetch(location.href).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const newer = page && page.querySelector(`form[data-saves="${CSS.escape(form.dataset.saves)}"]`);
    if (!newer || keeper.isUnsaved || keeper.typed() !== typed) return; // the next save asks again
    const isSame = (one, other) => (one.id ? one.id === other.id : one.name && one.name === other.name && one.value === other.value);
    const at = form.contains(document.activeElement) ? document.activeElement : null;
    const open = new Set([...form.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
    for (const one of newer.querySelectorAll("details")) one.open ||= open.has(one.querySelector("summary").textContent);
    newer.querySelector("[role=status]").replaceWith(keeper.status);
    form.replaceChildren(...newer.childNodes);
    const again = at && [...form.elements].find((one) => isSame(at, one));
    again?.focus({ preventScroll: true });
    if (at?.selectionStart != null) again?.setSelectionRange(at.selectionStart, at.selectionEnd);
    keeper.saved = keeper.typed();
    keeper.write();
    if (line) keeper.say(keeper.calm = line);
  };

  /** Asks what others saved since these forms were built: shows it, or says so where something is typed. */
  const look = async () => {
    if (performance.now() - looked < LOOK_AGAIN_MS) return;
    looked = performance.now();
    const asked = new URLSearchParams();
    const subjects = new Map();
    for (const one of keepers.filter((keeper) => !keeper.isHeld && !keeper.isStale)) {
      for (const [name, value] of Object.entries(one.marks())) {
        if (!/^base(-|$)/.test(name)) continue;
        const subject = name.slice("base-".length) || one.form.dataset.saves;
        asked.append(subject, value);
        subjects.set(subject, one);
      }
    }
    const answer = await fetch(`/assessments/${words.assessment}/newest?${asked}`).catch(() => null);
    if (!answer?.ok) return;
    const { finished, changed, show } = await answer.json();
    if (finished && !keepers.some((one) => one.isUnsaved)) location.reload();
    const met = new Map(changed.map((one) => [subjects.get(one.subject), one]));
    for (const [keeper, one] of met) {
      if (!keeper.isUnsaved && !finished) {
        renew(keeper, one.said);
        continue;
      }
      const line = keeper.status.parentElement.querySelector(".changed") ?? made("p", { className: "care changed" });
      const link = made("a", { href: one.address, target: "_blank", textContent: show });
      line.replaceChildren(one.said, " ", link);
      keeper.status.after(line);
    }
  };

  return { told, offer, shelve, removeAll, renew, look };
};
