/* How cells of the table look. */
window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
(function (cells) {
  const element = function (tag, name, content) {
    return window.React.createElement(tag, { className: name }, content);
  };
  cells.Verdict = function (props) {
    const shape = element("span", "shape shape-" + props.data.verdict);
    const word = element("span", "word", props.data.verdict_word);
    return window.React.createElement(
      "span", { className: "verdict " + props.data.verdict }, shape, word
    );
  };
  cells.Figure = function (props) {
    return window.React.createElement(
      "span",
      { className: "figure", title: props.data.measure + "\n" + props.data.about },
      element("b", "", props.data.measure),
      element("small", "", props.data.about)
    );
  };
  cells.Printed = function (props) {
    return window.React.createElement(
      "span",
      { className: "figure", title: props.valueFormatted + " " + props.data.unit },
      element("span", "", props.valueFormatted),
      element("small", "", props.data.unit)
    );
  };
  /* A value that opens its origin. */
  cells.Origin = function (props) {
    const cell = props.data[props.colDef.field + "_cell"];
    const shown = props.valueFormatted || props.value;
    if (!cell) return element("span", "", shown);
    return window.React.createElement(
      "button", { type: "button", className: "number", "data-cell": cell }, shown
    );
  };
  /* A name with something small under it. */
  cells.Two = function (props) {
    const under = props.data[props.colDef.field + "_under"];
    return window.React.createElement(
      "span",
      { className: "two", title: props.value + "\n" + under },
      element("b", "", props.value),
      element("small", "", under)
    );
  };
  cells.Quiet = function (props) {
    return window.React.createElement(
      "span", { className: "quiet", title: props.value }, props.value
    );
  };
})(window.dashAgGridComponentFunctions);
