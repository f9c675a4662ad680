// Copier la référence, proposer pendant la frappe, attendre le contrôle. Sans ce fichier, tout fonctionne.
if (document.querySelector("[data-attendre]")) setTimeout(() => location.reload(), 3000);
for (const button of document.querySelectorAll("[data-copier]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copier).innerText;
    await navigator.clipboard.writeText(text);
    button.nextElementSibling.textContent = "Copié.";
  });
}
for (const input of document.querySelectorAll("[data-proposer]")) {
  let waiting, list;
  const count = document.createElement("span");
  count.className = "cache"; count.setAttribute("role", "status"); input.form.append(count);
  const clear = () => { list?.remove(); list = undefined; count.textContent = ""; };
  const show = async () => {
    const asked = input.value.trim();
    if (asked.length < 2) return clear();
    const answer = await fetch(input.dataset.proposer + "?q=" + encodeURIComponent(asked));
    if (!answer.ok || input.value.trim() !== asked) return;
    const found = await answer.json();
    clear();
    list = document.createElement("ul");
    list.className = "proposer";
    for (const { text, href } of found.slice(0, 8)) {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = href; link.textContent = text; item.append(link); list.append(item);
    }
    if (!list.children.length) return;
    input.form.append(list);
    count.textContent = list.children.length + " propositions : flèche vers le bas";
  };
  // Les flèches passent du champ aux propositions, en rond ; Échap y ramène.
  input.form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list) { clear(); input.focus(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !list) return;
    event.preventDefault();
    const stops = [input, ...list.querySelectorAll("a")];
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  });
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 150); });
  document.addEventListener("click", (event) => { if (!input.form.contains(event.target)) clear(); });
}
