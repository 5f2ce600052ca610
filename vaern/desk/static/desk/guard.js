/* The anonymity guard while typing: the server reads a text a moment after the last key and says where it would stop.
   Nothing here decides anything: filing is checked on the server again. What was found is marked with the user's own
   words, taken from the field; the server never sends any back. */
(function () {
  "use strict";

  var form = document.querySelector("form[data-check]");
  if (!form) return;

  function token() {
    var found = document.cookie.match(/(?:^|; )c=([^;]*)/);
    return found ? found[1] : "";
  }

  function element(name, text, className) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function line(mark, value, confirmed) {
    var item = element("li", "", "finding" + (mark.stops ? " finding-stops" : ""));
    item.append(element("q", value.slice(mark.start, mark.end)), " ", element("span", mark.message));
    if (mark.proposal) {
      var proposal = element("span", (form.dataset.textProposal || "Forslag:") + " ", "proposal");
      proposal.append(element("b", mark.proposal));
      item.append(" ", proposal);
    }
    if (!mark.stops) {
      var label = element("label", "", "confirm");
      var box = element("input");
      box.type = "checkbox";
      box.name = "confirmed";
      box.value = mark.fingerprint;
      box.checked = confirmed.has(mark.fingerprint);
      label.append(box, " " + (form.dataset.textConfirm || "Det kan stå"));
      item.append(" ", label);
    }
    return item;
  }

  function show(holder, field, value, report) {
    if (field.value !== value) return; // typed on since: the next answer is on its way
    var list = holder.querySelector(".findings");
    var confirmed = new Set();
    form.querySelectorAll('input[name="confirmed"]').forEach(function (box) {
      if (box.type === "hidden" || box.checked) confirmed.add(box.value);
    });
    report.warnings.forEach(function (mark) { // from now on the box says it, so that a tick can be taken back
      var kept = form.querySelector('input[type="hidden"][name="confirmed"][value="' + mark.fingerprint + '"]');
      if (kept) kept.remove();
    });
    var marks = report.stops.map(function (mark) { mark.stops = true; return mark; })
      .concat(report.warnings).sort(function (a, b) { return a.start - b.start; });
    list.replaceChildren.apply(list, marks.map(function (mark) { return line(mark, value, confirmed); }));
    list.hidden = !marks.length;
    holder.querySelector(".use-proposals").hidden = !marks.length;
  }

  function check(holder, field) {
    var value = field.value;
    if (!value.trim()) return show(holder, field, value, { stops: [], warnings: [] });
    var body = new URLSearchParams(); // not FormData: it turns each line break into two characters, and marks would slip
    body.append("text", value);
    fetch(form.dataset.check, {
      method: "POST", body: body, credentials: "same-origin",
      headers: { "X-CSRFToken": token(), Accept: "application/json" }
    }).then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (report) { if (report) whenStill(function () { show(holder, field, value, report); }); })
      .catch(function () { /* without a connection nothing is marked; filing checks again */ });
  }

  function fieldOf(holder) {
    return holder.querySelector("textarea, input:not([type=checkbox])");
  }

  var waits = new WeakMap(); // by holder: a page may put in new ones
  form.addEventListener("input", function (event) {
    var holder = event.target.closest(".guarded");
    if (!holder || event.target !== fieldOf(holder)) return;
    clearTimeout(waits.get(holder));
    waits.set(holder, setTimeout(check, 700, holder, event.target));
  });
  form.querySelectorAll(".guarded").forEach(function (holder) {
    var field = fieldOf(holder);
    if (field.value && holder.querySelector(".findings").hidden) check(holder, field);
  });
})();
