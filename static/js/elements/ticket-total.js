// What so many tickets cost, while the number is typed. Without JavaScript the button asks the shop.
{
  class TicketTotal extends HTMLElement {
    connectedCallback() {
      const price = Number(this.dataset.price), output = this.querySelector("output"), heads = this.closest("form").elements.heads;
      const dong = new Intl.NumberFormat(document.documentElement.lang), show = (amount) => `${dong.format(amount)}\u00a0₫`;
      this.querySelector("button").hidden = true;
      heads.addEventListener("input", () => {
        if (/^([1-9]|1\d|20)$/.test(heads.value)) output.textContent = `${show(price)} × ${heads.value} = ${show(price * heads.value)}`;
      });
    }
  }
  customElements.define("ticket-total", TicketTotal);
}
