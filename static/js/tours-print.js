/* The button that prints the tour: without this script it is not shown, the browser's menu prints too. */

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
