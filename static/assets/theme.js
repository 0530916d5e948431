// Light, dark or as the system says: applied before the first paint, kept in this browser only.
(function () {
  "use strict";
  var choices = ["auto", "light", "dark"];
  var root = document.documentElement;

  // Storage may be denied: the choice then lasts as long as the page.
  function stored() {
    try {
      return window.localStorage.getItem("sitrep-theme");
    } catch (denied) {
      return null;
    }
  }

  function store(choice) {
    try {
      window.localStorage.setItem("sitrep-theme", choice);
    } catch (denied) {
      return;
    }
  }

  function apply(choice) {
    if (choice === "light" || choice === "dark") {
      root.setAttribute("data-theme", choice);
    } else {
      root.removeAttribute("data-theme");
    }
  }

  var choice = stored();
  if (choices.indexOf(choice) < 0) {
    choice = "auto";
  }
  apply(choice);

  function wireToggle() {
    var button = document.getElementById("sr-theme");
    var name = document.getElementById("sr-theme-name");
    if (!button || !name) {
      return;
    }
    name.textContent = choice;
    button.hidden = false;
    button.addEventListener("click", function () {
      choice = choices[(choices.indexOf(choice) + 1) % choices.length];
      apply(choice);
      store(choice);
      name.textContent = choice;
    });
    window.addEventListener("storage", function (event) {
      if (event.key === "sitrep-theme" && choices.indexOf(event.newValue) >= 0) {
        choice = event.newValue;
        apply(choice);
        name.textContent = choice;
      }
    });
  }

  // Marks the section being read in the table of contents.
  function followReading() {
    var links = document.querySelectorAll(".toc-aside a");
    if (!links.length || !window.IntersectionObserver) {
      return;
    }
    var entries = [];
    links.forEach(function (link) {
      var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) {
        entries.push({ link: link, heading: heading });
      }
    });
    function mark() {
      var current = null;
      entries.forEach(function (entry) {
        if (entry.heading.getBoundingClientRect().top < window.innerHeight / 3) {
          current = entry;
        }
        entry.link.removeAttribute("aria-current");
      });
      if (current) {
        current.link.setAttribute("aria-current", "true");
      }
    }
    var observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
    entries.forEach(function (entry) {
      observer.observe(entry.heading);
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    wireToggle();
    followReading();
  });
})();
