// Des onglets, gardés dans ce navigateur et nulle part ailleurs.
const KEY = "mutugraph.sparql";
const LONGEST = 40;

export const load = (first, isAsked) => {
  let kept = { shown: 0, tabs: [] };
  try { kept = JSON.parse(localStorage.getItem(KEY)) || kept; } catch { /* rien n'a pu être gardé */ }
  if (!Array.isArray(kept.tabs) || !kept.tabs.every((tab) => typeof tab?.text === "string")) kept = { shown: 0, tabs: [] };
  const state = { tabs: kept.tabs, shown: Math.max(0, Math.min(kept.shown | 0, kept.tabs.length - 1)) };
  if (!state.tabs.length || isAsked) open(state, first);
  return state;
};

export const open = (state, text) => {
  const known = state.tabs.findIndex((tab) => tab.text === text);
  state.shown = known >= 0 ? known : state.tabs.push({ text }) - 1;
};

export const close = (state, index) => {
  state.tabs.splice(index, 1);
  if (!state.tabs.length) state.tabs.push({ text: "" });
  if (state.shown > index || state.shown >= state.tabs.length) state.shown = Math.max(0, state.shown - 1);
};

export const keep = (state) => {
  try { localStorage.setItem(KEY, JSON.stringify(state)); } catch { /* plein ou refusé : l'onglet vit le temps de la page */ }
};

// Le nom d'un onglet : son premier commentaire, sinon son rang.
export const named = (tab, index) => {
  const comment = tab.text.match(/^\s*#\s*(\S.*)$/m);
  const name = comment ? comment[1].trim() : `Requête ${index + 1}`;
  return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
};
