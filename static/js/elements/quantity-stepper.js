// A minus and a plus beside the number, large enough for a thumb.
{
  class QuantityStepper extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input");
      this.input.before(this.step("−", this.dataset.less, -1));
      this.input.after(this.step("+", this.dataset.more, 1));
    }

    step(sign, label, by) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => {
        by > 0 ? this.input.stepUp() : this.input.stepDown();
        this.input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      return button;
    }
  }
  customElements.define("quantity-stepper", QuantityStepper);
}
