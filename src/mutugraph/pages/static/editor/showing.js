// La réponse dans la page : une table par pages de cent lignes, des nombres en barres, des fichiers.
import * as graphs from "./graphs.js";
import * as tables from "./tables.js";

const PAGE = 100;
export const make = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });
const counted = (count, one, many) => `${count.toLocaleString("fr-FR")} ${count < 2 ? one : many}`;

const NUMBER = /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/;
const greatest = (rows, name) => {
  const terms = rows.map((row) => row[name]).filter(Boolean);
  const drawn = terms.length > 1 && terms.every((term) => NUMBER.test(term.datatype || "") && +term.value >= 0);
  return drawn ? terms.reduce((most, term) => Math.max(most, +term.value), 0) : 0;
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

// `site` mène d'une adresse à nous à sa page ; `prefixes` abrège les autres.
const shown = (term, site, prefixes) => {
  if (term.type !== "uri") return document.createTextNode(term.value);
  const [prefix, iri] = Object.entries(prefixes).filter(([, one]) => term.value.startsWith(one)).sort((a, b) => b[1].length - a[1].length)[0] || ["", ""];
  const text = prefix ? `${prefix === "id" ? "" : `${prefix}:`}${term.value.slice(iri.length)}` : term.value;
  const href = site(term.value);
  return href ? make("a", text, { href }) : document.createTextNode(text);
};

export const table = (found, site, prefixes) => {
  const { vars } = found.head, rows = found.results.bindings, all = make("div", "");
  const scales = Object.fromEntries(vars.map((name) => [name, greatest(rows, name)]));
  const page = (first) => {
    const made = make("table", ""), head = made.createTHead().insertRow(), body = made.createTBody();
    const last = Math.min(first + PAGE, rows.length);
    const part = rows.length > PAGE ? `, de la ${(first + 1).toLocaleString("fr-FR")}ᵉ à la ${last.toLocaleString("fr-FR")}ᵉ`.replace("la 1ᵉ", "la 1ʳᵉ") : "";
    made.createCaption().textContent = counted(rows.length, "ligne", "lignes") + part;
    for (const name of vars) head.append(make("th", name, { scope: "col", className: scales[name] ? "n barree" : "" }));
    for (const row of rows.slice(first, last)) {
      const line = body.insertRow();
      for (const name of vars) {
        const cell = line.insertCell(), term = row[name];
        if (!term) continue;
        if (scales[name]) { cell.className = "n"; cell.append(term.value, bar(+term.value / scales[name])); continue; }
        cell.append(shown(term, site, prefixes));
      }
    }
    const scroll = make("div", "", { className: "defile", tabIndex: 0 });
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", "Réponse");
    scroll.append(made);
    const steps = make("p", "", { className: "note" });
    const step = (text, to, there) => {
      const button = make("button", text, { type: "button", className: "discret", disabled: !there });
      button.addEventListener("click", () => { page(to); all.querySelector(".defile").focus(); });
      steps.append(button, " ");
    };
    if (rows.length > PAGE) { step("Lignes précédentes", first - PAGE, first > 0); step("Lignes suivantes", last, last < rows.length); }
    all.replaceChildren(scroll, steps);
  };
  page(0);
  return all;
};

// Des boutons : la réponse que la page tient, dans chaque format.
export const downloads = (formats) => {
  const made = make("p", "Télécharger cette réponse : ", { className: "note" });
  for (const [label, extension, media, write] of formats) {
    const button = make("button", label, { type: "button", className: "discret" });
    button.addEventListener("click", () => {
      const href = URL.createObjectURL(new Blob([write()], { type: media }));
      make("a", "", { href, download: `reponse.${extension}` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    });
    made.append(button, " ");
  }
  return made;
};

export const ofTable = (found) => [
  ...("boolean" in found ? [] : [["CSV", "csv", "text/csv", () => tables.csv(found)], ["TSV", "tsv", "text/tab-separated-values", () => tables.tsv(found)]]),
  ["JSON", "srj", "application/sparql-results+json", () => JSON.stringify(found)],
  ["XML", "srx", "application/sparql-results+xml", () => tables.xml(found)],
];

export const ofGraph = (text, triples, prefixes) => {
  const offered = [["N-Triples", "nt", "application/n-triples", () => text]];
  if (!triples) return offered;
  const xml = graphs.rdfxml(triples);
  offered.unshift(["Turtle", "ttl", "text/turtle", () => graphs.turtle(triples, prefixes)]);
  offered.push(["JSON-LD", "jsonld", "application/ld+json", () => graphs.jsonld(triples)]);
  if (xml) offered.push(["RDF/XML", "rdf", "application/rdf+xml", () => xml]);
  return offered;
};
