// Les termes que l'éditeur connaît : il les propose, et souligne ceux de l'ontologie qui n'existent pas.
import { syntaxTree } from "@codemirror/language";

const DISTANCE = 3;
const KINDS = { class: "classe", property: "propriété", namespace: "préfixe", datatype: "type de valeur" };
const WORDS = "SELECT CONSTRUCT DESCRIBE ASK WHERE DISTINCT REDUCED PREFIX BASE FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER EXISTS NOT BIND VALUES UNDEF AS ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR BOUND IF COALESCE STR LANG LANGMATCHES DATATYPE IRI CONCAT STRLEN SUBSTR UCASE LCASE CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER REPLACE REGEX YEAR MONTH DAY NOW isIRI isLiteral isBlank IN"
  .split(" ").map((label) => ({ label, type: "keyword", boost: -1 }));

// `own` est le préfixe de l'ontologie ; `prefixes` mène de chaque préfixe à son espace de noms, `local` de
// chaque espace de noms aux classes et propriétés que la base y connaît.
export const read = (listed) => {
  const prefixes = {};
  for (const one of listed) if (one.type === "namespace") prefixes[one.label.slice(0, -1)] = one.iri;
  const own = prefixes.mut || "";
  const local = {};
  for (const { label, type } of listed) {
    const [prefix, name] = label.split(":");
    if (type === "class" || type === "property") (local[prefixes[prefix]] ??= new Set()).add(name);
  }
  const options = listed.map((one) => ({
    label: one.label, type: one.type, info: one.info || undefined,
    detail: [one.detail, KINDS[one.type]].filter(Boolean).join(" · "),
  }));
  return { prefixes, own, local, options: [...options, ...WORDS] };
};

export const propose = (known) => async (context) => {
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) {
    const names = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    names.delete(variable.text);
    return { from: variable.from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
  }
  const word = context.matchBefore(/[\w-]+:?[\w-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  return { from: word.from, options: (await known).options, validFor: /^[\w-]*:?[\w-]*$/ };
};

export const nearest = (name, names) => {
  const wanted = name.toLowerCase();
  if (!wanted) return undefined;
  const ranked = [...names].map((other) => [distance(wanted, other.toLowerCase()), other]);
  ranked.sort((one, other) => one[0] - other[0] || one[1].localeCompare(other[1]));
  const worse = (other) => (other.startsWith(name) ? 0 : 100) + other.length; // a class has its capital
  const begun = [...names].filter((other) => other.toLowerCase().startsWith(wanted)).sort((a, b) => worse(a) - worse(b))[0];
  const [away, close] = ranked[0] ?? [DISTANCE + 1];
  return away > 1 && begun ? begun : away <= DISTANCE ? close : undefined;
};

const distance = (one, other) => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    row = next;
  }
  return row[other.length];
};

// Un diagnostic pour chaque terme qui n'existe pas : de l'ontologie, ou d'un vocabulaire dont la base se
// sert ; et pour chaque préfixe qui n'est pas déclaré.
export const unknown = (state, known) => {
  const text = state.doc.toString(), found = [], namespaces = { ...known.prefixes };
  for (const [, prefix, iri] of text.matchAll(/\bPREFIX\s+([\w-]*):\s*<([^>]*)>/gi)) namespaces[prefix] = iri;
  const told = (node, space, local, shown, replaced) => {
    if (!known.local[space] || known.local[space].has(local)) return;
    const other = nearest(local, known.local[space]);
    const fault = space === known.own ? "n'existe pas" : "n'est ni une classe ni une propriété que cette base emploie";
    found.push({
      from: node.from, to: node.to, severity: "warning",
      message: `${shown(local)} ${fault}${other ? `, vouliez-vous dire ${shown(other)} ?` : "."}`,
      actions: other ? [{ name: "Remplacer", apply: (view, start, end) => view.dispatch({ changes: { from: start, to: end, insert: replaced(other) } }) }] : [],
    });
  };
  syntaxTree(state).iterate({
    enter: (node) => {
      const written = text.slice(node.from, node.to);
      if (node.name === "Pname_ln") {
        const [prefix, ...rest] = written.split(":"), shown = (local) => `${prefix}:${local}`;
        if (!(prefix in namespaces)) found.push({ from: node.from, to: node.to, severity: "warning", message: `Le préfixe ${prefix}: n'est pas déclaré.` });
        else told(node, namespaces[prefix], rest.join(":"), shown, shown);
      }
      if (node.name === "IriRef") {
        const [prefix, space] = Object.entries(known.prefixes).find(([, iri]) => written.startsWith(`<${iri}`) && known.local[iri]) ?? [];
        const local = space && written.slice(space.length + 1, -1);
        if (local && /^[\w-]+$/.test(local)) told(node, space, local, (one) => `${prefix}:${one}`, (one) => `<${space}${one}>`);
      }
    },
  });
  return found;
};
