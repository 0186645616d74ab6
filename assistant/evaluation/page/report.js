const page = document.documentElement;
const language = document.getElementById("language");
page.dataset.lang = navigator.language.startsWith("hi") ? "hi" : "en";
language.hidden = false;
language.addEventListener("click", () => { page.dataset.lang = page.dataset.lang === "hi" ? "en" : "hi"; });

const filters = document.getElementById("filters");
const rows = [...document.querySelectorAll(".row")];
function show() {
  const wanted = Object.fromEntries(new FormData(filters));
  const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const fits = ["outcome", "lang", "type"].every((name) => !wanted[name] || row.dataset[name] === wanted[name])
      && (!wanted.moved || row.dataset.moved.split(" ").includes(wanted.moved))
      && words.every((word) => row.textContent.toLowerCase().includes(word));
    row.hidden = !fits;
    shown += fits;
  }
  document.getElementById("shown").textContent = `${shown} / ${rows.length}`;
}
filters.hidden = false;
filters.addEventListener("input", show);
filters.addEventListener("submit", (event) => event.preventDefault());
show();

function openTarget() {
  const row = location.hash && document.getElementById(location.hash.slice(1));
  if (row) { row.hidden = false; row.open = true; }
}
window.addEventListener("hashchange", openTarget);
openTarget();
