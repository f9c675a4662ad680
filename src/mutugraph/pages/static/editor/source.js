// L'éditeur SPARQL : coloration, préfixes et termes proposés, réponse en table, erreur à sa ligne.
// Sans lui, le formulaire de la page s'envoie tel quel. `editor.js` est ce fichier assemblé.
import { autocompletion } from "@codemirror/autocomplete";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { minimalSetup } from "codemirror";
import { sparql } from "codemirror-lang-sparql";

const area = document.getElementById("query"), form = area.form;
const holder = document.createElement("div"), answer = document.getElementById("reponse");
holder.className = "editeur";
area.before(holder);
area.hidden = true;

const known = fetch("/sparql-termes.json").then((r) => (r.ok ? r.json() : []), () => []);
const propose = async (context) => {
  const word = context.matchBefore(/[\w-]+:?[\w-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  return { from: word.from, options: await known, validFor: /^[\w-]*:?[\w-]*$/ };
};
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)" }, { tag: tags.variableName, fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.bool], fontStyle: "italic" }, { tag: tags.comment, color: "var(--soft)" },
]);
const theme = EditorView.theme({
  "&": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--strong)", fontSize: ".92rem", maxHeight: "32rem" },
  "&.cm-focused": { outline: ".18rem solid var(--accent)" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".6rem .3rem", fontFamily: "ui-monospace, monospace" },
  ".cm-gutters": { background: "var(--paper)", border: "0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { background: "var(--line) !important" },
  ".cm-lint-marker-error": { content: "'●'", color: "var(--accent)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "wavy underline var(--accent)" },
  ".cm-tooltip": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--strong)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--ink)", color: "var(--paper)" },
});
// In a shadow tree CodeMirror's styles are adopted sheets, which the site's policy allows.
const shadow = holder.attachShadow({ mode: "open" });
const editor = new EditorView({
  doc: area.value,
  parent: shadow,
  root: shadow,
  extensions: [
    minimalSetup, sparql(), syntaxHighlighting(colours), theme, lintGutter(), EditorView.lineWrapping,
    autocompletion({ override: [propose] }),
    keymap.of([{ key: "Mod-Enter", run: () => (form.requestSubmit(), true) }]),
    EditorView.contentAttributes.of({ "aria-label": "Requête" }),
  ],
});
editor.scrollDOM.tabIndex = 0; // whoever scrolls by keyboard

const make = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });
// Une colonne de nombres se dessine aussi : une barre à côté de chacun.
const NUMBER = /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/;
const greatest = (rows, name) => {
  const terms = rows.map((row) => row[name]).filter(Boolean);
  const drawn = terms.length > 1 && terms.every((term) => NUMBER.test(term.datatype || "") && +term.value >= 0);
  return drawn ? Math.max(...terms.map((term) => +term.value)) : 0;
};
const draw = (name, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
const bar = (share) => {
  const made = draw("svg", { class: "barre", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
  made.append(draw("rect", { class: "creux", y: 9, width: 100, height: 1 }), draw("rect", { class: "plein", width: (share * 100).toFixed(1), height: 10 }));
  return made;
};
const table = (found) => {
  const made = make("table", ""), head = made.createTHead().insertRow(), body = made.createTBody();
  made.createCaption().textContent = `${found.results.bindings.length} lignes`;
  const scales = Object.fromEntries(found.head.vars.map((name) => [name, greatest(found.results.bindings, name)]));
  for (const name of found.head.vars) head.append(make("th", name, { scope: "col", className: scales[name] ? "n barree" : "" }));
  for (const row of found.results.bindings) {
    const line = body.insertRow();
    for (const name of found.head.vars) {
      const cell = line.insertCell(), term = row[name];
      if (!term) continue;
      const local = term.type === "uri" && term.value.match(/\/(id|def)\/.*$/);
      if (scales[name]) { cell.className = "n"; cell.append(term.value, bar(+term.value / scales[name])); continue; }
      cell.append(local ? make("a", term.value.replace(/^.*\/(id|def)\//, ""), { href: local[0] }) : term.value);
    }
  }
  const scroll = make("div", "", { className: "defile", tabIndex: 0 });
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "Réponse");
  scroll.append(made);
  return scroll;
};
const mark = (problem) => {
  const line = editor.state.doc.line(Math.min(problem.line || 1, editor.state.doc.lines));
  const from = Math.min(line.from + Math.max((problem.column || 1) - 1, 0), line.to);
  const one = { from, to: Math.max(line.to, from), severity: "error", message: problem.detail };
  editor.dispatch(setDiagnostics(editor.state, problem.line ? [one] : []));
};
const run = async () => {
  area.value = editor.state.doc.toString();
  answer.replaceChildren(make("p", "Recherche en cours…", { className: "note" }));
  editor.dispatch(setDiagnostics(editor.state, []));
  const accept = "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.8";
  const sent = { method: "POST", headers: { Accept: accept, "Content-Type": "application/sparql-query" }, body: area.value };
  const found = await fetch("/sparql", sent);
  const kind = found.headers.get("Content-Type") || "";
  if (!found.ok) {
    const problem = kind.includes("json") ? await found.json() : { detail: found.statusText };
    mark(problem);
    return answer.replaceChildren(make("p", problem.detail, { className: "avis" }));
  }
  if (!kind.includes("results+json")) return answer.replaceChildren(make("pre", await found.text(), { tabIndex: 0 }));
  const values = await found.json();
  answer.replaceChildren("boolean" in values ? make("p", values.boolean ? "Oui" : "Non", { className: "reponse" }) : table(values));
};
form.addEventListener("submit", (event) => {
  area.value = editor.state.doc.toString();
  if (form.elements.format.value !== "table") return;
  event.preventDefault();
  run().catch(() => answer.replaceChildren(make("p", "Le serveur ne répond pas.", { className: "avis" })));
});
const option = make("option", "Table dans la page", { value: "table" });
form.elements.format.prepend(option);
form.elements.format.value = "table";
