/* Practise the code before it is sent: two of its words, compared on this page with what stands on this page. Nothing is
   sent or kept, and without this script the page is whole without it. */
(function () {
  "use strict";

  var part = document.querySelector("details.practise");
  if (!part) return;
  var words = Array.from(document.querySelectorAll("ol.code li"), function (item) { return item.textContent; });
  var fields = part.querySelectorAll("input");
  var said = part.querySelector("[role=status]");
  var places = [];

  function ask() {
    var first = Math.floor(Math.random() * words.length);
    var second = (first + 1 + Math.floor(Math.random() * (words.length - 1))) % words.length;
    places = [Math.min(first, second), Math.max(first, second)];
    part.querySelectorAll("bdi").forEach(function (number, at) { number.textContent = places[at] + 1; });
    fields.forEach(function (field) { field.value = ""; });
    said.textContent = "";
  }

  /* Four letters are enough, as when the code is used. */
  function fits(at) {
    return fields[at].value.trim().toLowerCase().slice(0, 4) === words[places[at]].slice(0, 4);
  }

  function answer() {
    var right = fits(0) + fits(1);
    said.textContent = part.dataset["right" + right];
  }

  part.hidden = false;
  part.addEventListener("toggle", function () {
    document.querySelectorAll("[data-shown]").forEach(function (shown) { shown.hidden = part.open; });
    ask();
    if (part.open) fields[0].focus();
  });
  part.querySelector("button").addEventListener("click", answer);
  part.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.tagName === "INPUT") answer();
  });
})();
