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
  cells.Quiet = function (props) {
    return window.React.createElement(
      "span", { className: "quiet", title: props.value }, props.value
    );
  };
})(window.dashAgGridComponentFunctions);
