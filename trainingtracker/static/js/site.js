// Enhancements of every page; all of it works without them.

// After a form was refused, its summary of errors is read out and reached first; after an action,
// what it did.
const said = document.getElementById("error-summary") ?? document.querySelector(".flashes > .flash");
if (said) {
  said.tabIndex = -1;
  said.focus();
}

// Skips without leaving a mark in the address: pages that follow would take the focus to it again.
document.querySelector(".skip-link").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});

// A menu closes with Escape, giving the focus back, also the navigation on a phone; what lies over
// the page closes when something else is chosen, too.
for (const menu of document.querySelectorAll("details.menu, .nav-folded details")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

// A double click sends a form once; also a form that has come with a filtered list.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 3000);
});
