/* Print, copy and a photo for the sheet. Without this script the browser's own menu prints it, and the text stands folded on
   the page to be marked. */
(function () {
  "use strict";

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { print(); });
  });

  // A photo is put into the page here, and is sent nowhere.
  document.querySelectorAll("[data-photo]").forEach(function (field) {
    field.closest("[data-photo-choice]").hidden = false;
    field.addEventListener("change", function () {
      var reader = new FileReader(), place = document.querySelector("[data-photo-place]");
      reader.addEventListener("load", function () {
        var photo = new Image();
        photo.alt = "";
        photo.src = reader.result;
        place.replaceChildren(photo);
      });
      if (field.files[0]) reader.readAsDataURL(field.files[0]);
    });
  });

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(function () {
        document.getElementById("kopieret").textContent = button.dataset.done;
        button.textContent = button.dataset.done;
      }, function () { // refused: the text is shown, to be marked and copied by hand
        var text = document.getElementById(button.dataset.copy), said = document.getElementById("kopieret");
        said.textContent = button.dataset.failed;
        said.className = "";
        text.closest("details").open = true;
        text.scrollIntoView();
      });
    });
  });
})();
