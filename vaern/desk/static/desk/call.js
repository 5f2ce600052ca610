/* The call log: words put in for the writer, digits through the rows, the minutes. Saving is autosave.js. */
(function () {
  "use strict";

  var form = document.getElementById("call");
  if (!form) return;
  var say = form.dataset;
  var note = form.elements.note;

  // Words put in for the writer: a prompt's heading, the time of an interruption.
  function addLine(text) {
    var value = note.value;
    note.value = (value && !/\n$/.test(value) ? value + "\n" : value) + text;
    note.focus();
    note.setSelectionRange(note.value.length, note.value.length);
    note.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.querySelectorAll("input[data-line]").forEach(function (box) {
    box.addEventListener("change", function () { if (box.checked) addLine(box.dataset.line + ": "); });
  });
  document.getElementById("cut-off").addEventListener("click", function (event) {
    event.preventDefault();
    form.elements.cut_off.value = "on";
    addLine(say.textCut + " " + new Date().toLocaleTimeString("da-DK").slice(0, 5).replace(":", ".") + ". ");
    var plan = document.getElementById("cut");
    plan.open = true;
    plan.scrollIntoView({ block: "nearest" });
    form.dispatchEvent(new Event("save"));
  });
  var manus = document.getElementById("manus");
  manus.addEventListener("toggle", function () { if (manus.open) manus.scrollIntoView({ block: "nearest" }); });
  document.getElementById("open-manus").addEventListener("click", function (event) {
    event.preventDefault();
    manus.open = !manus.open;
    if (manus.open) manus.querySelector("summary").focus();
  });

  // A digit answers a row and moves on to the next.
  var rows = Array.from(form.querySelectorAll(".chip-rows .chips"));
  rows.forEach(function (row, place) {
    row.addEventListener("keyup", function (event) {
      if (!/^[0-9]$/.test(event.key) || !row.querySelector('input[data-digit="' + event.key + '"]')) return;
      var next = rows[place + 1];
      var target = next ? next.querySelector("input:checked") || next.querySelector("input") : form.elements.summary;
      target.focus();
    });
  });

  // The child's question opens itself when it is asked for; it can always be opened by hand.
  form.querySelectorAll('input[name="age"]').forEach(function (choice) {
    choice.addEventListener("change", function () {
      document.getElementById("notification").open = choice.value !== "adult" || document.getElementById("notification").open;
    });
  });

  // Minutes run by themselves until somebody writes them.
  var minutes = form.elements.minutes, minutesAreMine = Boolean(form.querySelector(".error-summary"));
  minutes.addEventListener("input", function (event) { if (event.isTrusted) minutesAreMine = true; });
  setInterval(function () {
    var passed = Math.round((Date.now() - Date.parse(say.started)) / 60000);
    if (!minutesAreMine && passed > 0 && passed < 240 && document.activeElement !== minutes) minutes.value = passed;
  }, 20000);

  if (!document.querySelector(".error-summary") && !location.hash) {
    note.focus();
    note.setSelectionRange(note.value.length, note.value.length);
  }
})();
