/* Print and copy for the sheet. Without this script the browser's own menu prints it, and the text stands folded on
   the page to be marked. */
(function () {
  "use strict";

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { print(); });
  });

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(function () {
        document.getElementById("kopieret").textContent = button.dataset.done;
        button.textContent = button.dataset.done;
      });
    });
  });
})();
