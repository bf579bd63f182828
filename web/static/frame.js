// Tells the page that frames this one how high it is, each time that changes: {rowback: "height", height: pixels}.

if (parent !== window) {
  const tell = () => parent.postMessage({ rowback: "height", height: document.documentElement.offsetHeight }, "*");
  new ResizeObserver(tell).observe(document.documentElement);
}
