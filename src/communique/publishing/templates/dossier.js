"use strict";
// Niceties only: the page is complete without them.
(() => {
  const form = document.querySelector("form.filter");
  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let box = target; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", openTarget);
  openTarget();

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const box of opened) box.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const box of opened) box.open = false;
  });

  if (!form) return;
  const lines = [...document.querySelectorAll("#happenings details.happening")].map((box) => ({
    box,
    year: box.closest("details.year").dataset.year,
    kinds: box.dataset.kind.split(" "),
    way: box.dataset.way,
    words: box.textContent.toLowerCase().normalize("NFD").replace(/\p{M}/gu, ""),
  }));
  const years = [...document.querySelectorAll("#happenings details.year")];
  const wasOpen = years.map((year) => year.open);
  const { words, kind, way, year } = form.elements;
  const found = form.querySelector(".found");
  const filter = () => {
    const wanted = words.value.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").split(/\s+/).filter(Boolean);
    const active = wanted.length || kind.value || way.value || year.value;
    let shown = 0;
    for (const line of lines) {
      const fits = (!kind.value || line.kinds.includes(kind.value)) && (!way.value || line.way === way.value) &&
        (!year.value || line.year === year.value) && wanted.every((word) => line.words.includes(word));
      line.box.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    years.forEach((box, index) => {
      box.hidden = !box.querySelector("details.happening:not([hidden])");
      box.open = active ? true : wasOpen[index];
    });
    found.textContent = active ? `${shown} of ${lines.length} shown` : "";
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.elements.open.addEventListener("click", (event) => {
    const all = lines.filter((line) => !line.box.hidden);
    const open = all.some((line) => !line.box.open);
    for (const line of all) {
      line.box.open = open;
      if (open) line.box.closest("details.year").open = true;
    }
    event.target.textContent = open ? "Close all" : "Open all";
  });
  if (lines.length > 7) form.hidden = false;
})();
