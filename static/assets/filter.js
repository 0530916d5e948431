// Filters a list of entities by name and alias. A list of one page is filtered where it stands; for a longer one the names of all
// pages are fetched when the box is first used. Without this script the list, its letters and its pages stand as they are.
(function () {
  "use strict";
  var MOST = 200;
  var part = document.getElementById("sr-filter");
  var box = document.getElementById("sr-filter-box");
  var count = document.getElementById("sr-filter-count");
  var results = document.getElementById("sr-filter-results");
  var list = document.getElementById("sr-list");
  if (!part || !box || !count || !results || !list || !window.URLSearchParams) {
    return;
  }
  var rows = null;

  // As names are compared on this site: case, marks on letters, spaces, hyphens and underscores do not matter.
  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[\s_-]+/g, "");
  }

  function load() {
    if (rows) {
      return Promise.resolve(rows);
    }
    var source = part.getAttribute("data-names");
    var found = source
      ? fetch(source).then(function (answer) {
          if (!answer.ok) {
            throw new Error("no names");
          }
          return answer.json();
        }).then(function (file) {
          return file.names;
        })
      : Promise.resolve(onThisPage());
    return found.then(function (list) {
      rows = list.map(function (row) {
        row.keys = [row.name].concat(row.also).map(fold);
        return row;
      });
      return rows;
    });
  }

  function onThisPage() {
    return Array.prototype.map.call(list.querySelectorAll(".entities th[scope=row]"), function (cell) {
      var link = cell.querySelector("a");
      var reports = cell.parentNode.querySelector("[data-label=Reports]");
      var also = cell.querySelectorAll(".entity-title, .entity-also bdi");
      return {
        name: link.textContent,
        href: link.getAttribute("href"),
        also: Array.prototype.map.call(also, function (part) {
          return part.textContent;
        }),
        reports: reports ? parseInt(reports.textContent, 10) || 0 : 0
      };
    });
  }

  // The first key that holds the whole query counts; else every word must be found somewhere.
  function matches(row, whole, words) {
    var at = -1;
    row.keys.some(function (key, index) {
      at = key.indexOf(whole) >= 0 ? index : -1;
      return at >= 0;
    });
    if (at >= 0) {
      return at;
    }
    var all = words.every(function (word) {
      return row.keys.some(function (key) {
        return key.indexOf(word) >= 0;
      });
    });
    return all ? 0 : -1;
  }

  function item(row, at) {
    var line = document.createElement("li");
    var link = document.createElement("a");
    var name = document.createElement("bdi");
    link.href = row.href;
    name.textContent = row.name;
    link.appendChild(name);
    line.appendChild(link);
    if (at > 0) {
      var also = document.createElement("span");
      also.className = "entity-title";
      also.textContent = " " + row.also[at - 1];
      line.appendChild(also);
    }
    if (row.reports > 0) {
      var number = document.createElement("span");
      number.className = "count";
      number.textContent = " " + row.reports + (row.reports === 1 ? " report" : " reports");
      line.appendChild(number);
    }
    return line;
  }

  function show(query) {
    var whole = fold(query);
    list.hidden = whole !== "";
    results.hidden = whole === "";
    results.textContent = "";
    count.textContent = "";
    if (whole === "") {
      return;
    }
    load().then(
      function (all) {
        if (box.value !== query) {
          return;
        }
        var words = query.split(/\s+/).map(fold).filter(Boolean);
        var found = 0;
        var lines = document.createDocumentFragment();
        all.forEach(function (row) {
          var at = matches(row, whole, words);
          if (at >= 0) {
            found += 1;
            if (found <= MOST) {
              lines.appendChild(item(row, at));
            }
          }
        });
        results.textContent = "";
        results.appendChild(lines);
        var shown = found > MOST ? ", the first " + MOST + " shown" : "";
        count.textContent = found === 0 ? "No name fits" : found + (found === 1 ? " name fits" : " names fit") + shown;
      },
      function () {
        list.hidden = false;
        results.hidden = true;
        count.textContent = "The names could not be loaded; the letters and pages below still lead to all of them.";
      }
    );
  }

  function remember(query) {
    var url = new URL(window.location.href);
    if (query) {
      url.searchParams.set("filter", query);
    } else {
      url.searchParams.delete("filter");
    }
    window.history.replaceState(null, "", url);
  }

  part.hidden = false;
  box.addEventListener("input", function () {
    show(box.value);
    remember(box.value);
  });
  var asked = new URLSearchParams(window.location.search).get("filter");
  if (asked) {
    box.value = asked;
    show(asked);
  }
})();
