// Everything works without this file.
(function () {
  "use strict";
  // Only the fields of the chosen kind of client are shown.
  var kinds = document.querySelectorAll('input[name="kind"]');
  function show() {
    var company = document.querySelector('input[name="kind"][value="company"]').checked;
    document.querySelector(".of-person").hidden = company;
    document.querySelector(".of-company").hidden = !company;
  }
  if (kinds.length) {
    kinds.forEach(function (kind) { kind.addEventListener("change", show); });
    show();
  }
  // The list of what is wrong is read first.
  var problems = document.getElementById("problems");
  if (problems) { problems.focus(); }
  // "/" goes to the search field.
  document.addEventListener("keydown", function (event) {
    var field = document.getElementById("q");
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && field && !typing) { event.preventDefault(); field.focus(); field.select(); }
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
