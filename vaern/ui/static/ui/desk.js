/* Keys for the workbench. Everything they do can be done without them.

   Alt+key goes to the element that carries data-key. AltGr is Ctrl+Alt on some machines and writes letters, so it is
   left alone. A digit chooses only while the focus is in a row of chips: a letter or digit alone never acts elsewhere. */
(function () {
  "use strict";

  function pressed(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return null;
    var key = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key;
    key = key.toLowerCase();
    return /^[a-z]$/.test(key) ? document.querySelector('[data-key="' + key + '"]') : null;
  }

  function go(target) {
    if (target.matches("a, button")) return target.click();
    if (target.matches("details")) {
      target.open = !target.open;
      return target.querySelector("summary").focus();
    }
    if (target.matches("fieldset")) target = target.querySelector("input:checked") || target.querySelector("input");
    target.focus();
  }

  addEventListener("keydown", function (event) {
    var target = pressed(event);
    if (target) {
      event.preventDefault();
      return go(target);
    }
    if (event.altKey || event.ctrlKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    var row = event.target.closest && event.target.closest(".chips");
    var choice = row && row.querySelector('input[data-digit="' + event.key + '"]');
    if (!choice) return;
    event.preventDefault();
    choice.focus();
    choice.click();
  });

  document.querySelectorAll(".desk-keys").forEach(function (list) { list.hidden = false; });

  var summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
