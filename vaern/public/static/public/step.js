/* One entry in the tab for a whole visit: a link to a page of ours takes the place of the page it stands on, so that Back
   leads to what came before us. Every page has its own way back. Where a search led to stays, for Back to find it; what
   opens another tab, and what is not ours, is left alone. Forms cannot: each answer to one is an entry of its own. */
(function () {
  "use strict";

  if (document.referrer && new URL(document.referrer).origin !== location.origin) return;

  addEventListener("click", function (event) {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    var link = event.target.closest("a[href]");
    if (!link || link.target || link.origin !== location.origin) return;
    event.preventDefault();
    location.replace(link.href);
  });
})();
