// Keys for those who do not use a mouse: / to search, j and k to go through the comments, Enter to open one, ? for help.
"use strict";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

// step moves the focus to the comment so many places on.
function step(by) {
  const links = [...document.querySelectorAll(".hit .open")];
  if (links.length === 0) return;
  const here = links.findIndex((link) => link.closest(".hit").contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + by));
  links[next].focus();
  links[next].closest(".hit").scrollIntoView({ block: "nearest" });
}

// Some speak to their computer, which then types single letters: the keys can be switched off.
const off = () => localStorage.getItem("voc-keys") === "off";

function showKeys() {
  document.getElementById("keys-on").checked = !off();
  document.getElementById("keys").showModal();
}

document.addEventListener("click", (event) => {
  if (event.target.id === "keys-open") showKeys();
});

document.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") localStorage.setItem("voc-keys", event.target.checked ? "on" : "off");
});

document.addEventListener("keydown", (event) => {
  if (off() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const box = document.getElementById("q");
  const help = document.getElementById("keys");
  if (help && help.open) return;
  switch (event.key) {
    case "/":
      box.focus();
      box.select();
      break;
    case "j":
      step(1);
      break;
    case "k":
      step(-1);
      break;
    case "?":
      showKeys();
      break;
    default:
      return;
  }
  event.preventDefault();
});

// On a narrow screen the filters begin closed.
const narrow = window.matchMedia("(max-width: 48rem)");
function fold() {
  const filters = document.querySelector(".filters");
  if (filters && narrow.matches) filters.open = false;
}
fold();
document.addEventListener("htmx:after:swap", fold);

// A link to send is chosen whole.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("input.link")) event.target.select();
});
