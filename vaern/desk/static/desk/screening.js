/* The screening: Enter and digits lead from question to question, and cards appear as the server opens them.
   No rule stands here: which card an answer opens, and what fits an age, the server says with every save. */
(function () {
  "use strict";

  var form = document.getElementById("screening");
  if (!form) return;
  var cards = document.getElementById("cards");
  var STOPS = ".chips, .form-input, .form-select, .group > summary";

  function shown(element) { // what is folded away has a place in the layout all the same
    return element.offsetParent !== null && !element.closest("details:not([open]) > :not(summary)");
  }

  function go(stop) {
    if (stop.matches(".chips")) stop = stop.querySelector("input:checked") || stop.querySelector("input");
    stop.focus();
  }

  // From one question to the next, in the order of the page.
  function next(from) {
    var stops = Array.from(form.querySelectorAll(STOPS)).filter(function (stop) {
      return shown(stop) && !cards.contains(stop);
    });
    var here = from.closest(STOPS);
    var after = stops[stops.indexOf(here) + 1];
    if (after && stops.indexOf(here) >= 0) go(after);
  }

  form.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches("input, select") && !cards.contains(event.target)) {
      event.preventDefault();
      next(event.target);
    }
  });
  form.addEventListener("keyup", function (event) {
    var row = event.target.closest(".chips");
    if (!row || row.matches(".chips-many") || cards.contains(row) || !/^[0-9]$/.test(event.key)) return;
    if (row.querySelector('input[data-digit="' + event.key + '"]')) next(row);
  });

  // What nobody asked about, put where it is written down.
  form.addEventListener("click", function (event) {
    var gap = event.target.closest('button[name="hul"]');
    if (!gap) return;
    var free = Array.from(form.querySelectorAll('input[name$=".what"]')).find(function (field) { return !field.value.trim(); });
    if (!free) return; // the server makes more room
    event.preventDefault();
    free.closest("details").open = true;
    free.value = gap.value;
    free.focus();
    free.dispatchEvent(new Event("input", { bubbles: true }));
  });

  function made(html) {
    var holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  }

  function showCards(told, answered) {
    var kept = told.map(function (card) {
      var old = cards.querySelector('[data-card="' + card.code + '"]');
      return old && old.dataset.state === card.state && card.code !== answered ? old : made(card.html);
    });
    Array.from(cards.children).forEach(function (old) { if (kept.indexOf(old) < 0) old.remove(); });
    kept.forEach(function (card, place) { // moved only when it is out of place: moving takes the focus away
      if (cards.children[place] !== card) cards.insertBefore(card, cards.children[place] || null);
    });
    document.getElementById("no-cards").hidden = told.length > 0;
  }

  function countWaiting() {
    var waiting = cards.querySelectorAll(".card-waits").length;
    document.getElementById("waiting").textContent = waiting ? waiting + " " + form.dataset.textCards : "";
  }

  form.addEventListener("kept", function (event) {
    var answer = event.detail.answer, button = event.detail.button;
    var answered = button ? button.value.slice(0, button.value.lastIndexOf(":")) : "";
    showCards(answer.cards, answered);
    countWaiting();
    if (answered) {
      var wrong = cards.querySelector('[data-card="' + answered + '"] :is([aria-invalid="true"], .form-error input)');
      var waits = cards.querySelector(".card-waits button");
      (wrong || waits || cards.querySelector('[data-card="' + answered + '"]') || form).focus();
    }
    var notes = document.getElementById("notes"), text = answer.notes.join("\n");
    if (notes.dataset.told !== text) {
      notes.dataset.told = text;
      notes.replaceChildren.apply(notes, answer.notes.map(function (note) {
        var line = document.createElement("p");
        line.className = "kind-note";
        line.textContent = note;
        return line;
      }));
    }
    form.querySelectorAll('button[name="hul"]').forEach(function (gap) {
      gap.hidden = answer.gaps.indexOf(gap.value) < 0;
    });
  });

  var manus = document.getElementById("manus");
  manus.addEventListener("toggle", function () { if (manus.open) manus.scrollIntoView({ block: "nearest" }); });

  countWaiting();
  if (!document.querySelector(".error-summary") && !location.hash) form.elements.safe.focus();
})();
