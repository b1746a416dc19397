// The page is the same for everybody, so the browser itself reads how full the basket is.
{
  class BasketCount extends HTMLElement {
    connectedCallback() {
      const count = Number(/(?:^|; )basket_count=(\d+)/.exec(document.cookie)?.[1] || 0);
      this.hidden = !count;
      this.textContent = count || "";
    }
  }
  customElements.define("basket-count", BasketCount);
  // A page restored by "back" shows the count of then.
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("basket-count").forEach((element) => element.connectedCallback());
  });
}
