// L'éditeur SPARQL : onglets, termes proposés et contrôlés, réponse en table et en fichiers, erreur à
// sa place. Sans lui, le formulaire de la page s'envoie tel quel. `editor.js` est ce dossier assemblé.
import { autocompletion } from "@codemirror/autocomplete";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { forceLinting, lintGutter, linter, nextDiagnostic } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { minimalSetup } from "codemirror";
import { sparql } from "codemirror-lang-sparql";
import * as graphs from "./graphs.js";
import { downloads, make, ofGraph, ofTable, table } from "./showing.js";
import * as tabs from "./tabs.js";
import { propose, read, unknown } from "./terms.js";

const area = document.getElementById("query"), form = area.form, answer = document.getElementById("reponse");
const holder = make("div", "", { className: "editeur" });
const told = make("p", "", { className: "note" });
told.setAttribute("role", "status");
area.before(holder, told);
area.hidden = true;

const listed = fetch(new URL("sparql-termes.json", form.action)).then((sent) => (sent.ok ? sent.json() : []), () => []);
const known = listed.then(read);
let terms = read([]), problem = null;
known.then((found) => { terms = found; forceLinting(editor); });

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)" }, { tag: tags.variableName, fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.bool], fontStyle: "italic" }, { tag: tags.comment, color: "var(--soft)" },
]);
const theme = EditorView.theme({
  "&": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--strong)", fontSize: ".92rem", maxHeight: "32rem" },
  "&.cm-focused": { outline: ".18rem solid var(--accent)" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".6rem .3rem", fontFamily: "ui-monospace, monospace" },
  ".cm-gutters": { background: "var(--paper)", color: "var(--soft)", border: "0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { background: "var(--line) !important" },
  ".cm-lint-marker": { color: "var(--accent)" },
  ".cm-lint-marker-error": { content: "'●'" }, ".cm-lint-marker-warning": { content: "'○'" },
  ".cm-lintRange": { backgroundImage: "none" },
  ".cm-lintRange-error": { textDecoration: "wavy underline var(--accent)" },
  ".cm-lintRange-warning": { textDecoration: "dotted underline .15em var(--accent)" },
  ".cm-tooltip": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--strong)", maxWidth: "min(34rem, 90vw)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--ink)", color: "var(--paper)" },
  ".cm-diagnosticAction": { background: "var(--ink)", color: "var(--paper)", fontSize: "1em" },
  ".cm-completionDetail": { fontStyle: "normal", color: "inherit", opacity: ".8" },
});

// Où l'erreur du serveur se trouve : le mot à sa place, ou le dernier de sa ligne.
const place = ({ line, column }, doc) => {
  const found = doc.line(Math.max(1, Math.min(line, doc.lines)));
  const from = Math.min(found.from + Math.max((column || 1) - 1, 0), found.to);
  const word = doc.sliceString(from, found.to).match(/^\s*\S+/);
  if (word) return { from, to: from + word[0].length };
  return { from: Math.max(found.from, found.to - 1), to: found.to };
};
const diagnose = (view) => {
  const error = problem?.line ? [{ ...place(problem, view.state.doc), severity: "error", message: problem.detail }] : [];
  const warned = unknown(view.state, terms);
  told.textContent = warned.map((one) => one.message).join(" "); // without a mouse there is no tooltip
  return [...warned, ...error];
};
const asked = () => (location.hash.startsWith("#query=") ? decodeURIComponent(location.hash.slice(7)) : null);
const example = new URLSearchParams(location.search).has("exemple");
const state = tabs.load(asked() ?? area.value, asked() !== null || example);
const made = (text) => EditorState.create({
  doc: text,
  extensions: [
    keymap.of([{ key: "Mod-Enter", run: () => (form.requestSubmit(), true) }, { key: "F8", run: nextDiagnostic }]), // before those of the set-up, which inserts a line
    minimalSetup, lineNumbers(), sparql(), syntaxHighlighting(colours), theme, lintGutter(), EditorView.lineWrapping,
    linter(diagnose, { delay: 300, needsRefresh: () => false }),
    autocompletion({ override: [propose(known)] }),
    EditorView.contentAttributes.of({ "aria-label": "Requête" }),
    EditorView.updateListener.of((update) => { if (update.docChanged) { problem = null; changed(); } }),
  ],
});
// In a shadow tree CodeMirror's styles are adopted sheets, which the site's policy allows.
const shadow = holder.attachShadow({ mode: "open" });
const editor = new EditorView({ state: made(state.tabs[state.shown].text), parent: shadow, root: shadow });
editor.scrollDOM.tabIndex = 0; // whoever scrolls by keyboard
const text = () => editor.state.doc.toString();

const bar = make("p", "", { className: "onglets" });
bar.setAttribute("role", "group");
bar.setAttribute("aria-label", "Onglets gardés dans ce navigateur");
holder.before(bar);
const button = (label, told, act, current) => {
  const one = make("button", label, { type: "button", className: "discret" });
  if (told) one.setAttribute("aria-label", told);
  if (current) one.setAttribute("aria-current", "true");
  one.addEventListener("click", () => { act(); tabs.keep(state); show(); });
  return one;
};
const name = () => {
  bar.replaceChildren(...state.tabs.flatMap((tab, index) => {
    const title = tabs.named(tab, index), here = index === state.shown;
    const one = button(title, "", () => { state.shown = index; }, here);
    return here ? [one, button("×", `Fermer l'onglet « ${title} »`, () => tabs.close(state, index))] : [one];
  }), button("+", "Nouvel onglet", () => { state.shown = state.tabs.push({ text: "" }) - 1; }));
};
const show = () => {
  if (text() !== state.tabs[state.shown].text) { problem = null; editor.setState(made(state.tabs[state.shown].text)); }
  answer.replaceChildren();
  name();
  link();
  editor.focus();
};
const permanent = make("a", "Lien permanent vers cette requête", {}), direct = make("a", "Adresse de sa réponse", {});
const links = make("p", "", { className: "note" });
links.append(permanent, " · ", direct, " (pour un tableur ou un programme)");
form.append(links);
const link = () => {
  const query = encodeURIComponent(text()), format = form.elements.format.value;
  permanent.href = `#query=${query}`;
  direct.href = `${form.action}?query=${query}&format=${format === "table" ? "csv" : format}`;
};
const changed = () => {
  state.tabs[state.shown].text = text();
  tabs.keep(state);
  name();
  link();
};
addEventListener("hashchange", () => {
  if (asked() === null || asked() === text()) return;
  tabs.open(state, asked());
  tabs.keep(state);
  show();
});

// L'adresse d'une page de ce site pour une adresse de la base : /id/… et /def/….
const site = (iri) => {
  const base = terms.own.replace(/def\/mutualisation\/$/, "");
  return base && /^(id|def)\//.test(iri.slice(base.length)) && iri.startsWith(base) ? new URL(iri.slice(base.length), form.action).href : "";
};
const run = async () => {
  answer.replaceChildren(make("p", "Recherche en cours…", { className: "note" }));
  problem = null;
  const accept = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.8";
  const sent = { method: "POST", headers: { Accept: accept, "Content-Type": "application/sparql-query" }, body: text() };
  const found = await fetch(form.action, sent), kind = found.headers.get("Content-Type") || "";
  if (!found.ok) {
    problem = kind.includes("json") ? await found.json() : { detail: found.statusText };
    forceLinting(editor);
    return answer.replaceChildren(make("p", problem.detail, { className: "avis" }));
  }
  history.replaceState(null, "", permanent.href);
  if (!kind.includes("results+json")) {
    const lines = await found.text(), triples = graphs.read(lines), { prefixes } = terms;
    const written = triples ? graphs.turtle(triples, prefixes) : lines;
    return answer.replaceChildren(downloads(ofGraph(lines, triples, prefixes)), make("pre", written, { tabIndex: 0 }));
  }
  const values = await found.json();
  const drawn = "boolean" in values ? make("p", values.boolean ? "Oui" : "Non", { className: "reponse" }) : table(values, site, terms.prefixes);
  answer.replaceChildren(downloads(ofTable(values)), drawn);
};
form.addEventListener("submit", (event) => {
  area.value = text();
  if (form.elements.format.value !== "table") return;
  event.preventDefault();
  run().catch(() => answer.replaceChildren(make("p", "La réponse n'est pas arrivée en entier : le serveur ne répond pas, ou elle a été coupée.", { className: "avis" })));
});
form.elements.format.addEventListener("change", link);
const option = make("option", "Table dans la page", { value: "table" });
form.elements.format.prepend(option);
form.elements.format.value = "table";
name();
link();
