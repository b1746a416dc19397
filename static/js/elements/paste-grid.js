// Cells copied from a spreadsheet fill the table from the field where they are pasted. Without it, a text field takes them.
{
  class PasteGrid extends HTMLElement {
    connectedCallback() {
      this.addEventListener("paste", (event) => this.paste(event));
    }

    paste(event) {
      const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
      const from = event.target.closest("tr");
      if (!from || !/[\t\n]/.test(text)) return;
      event.preventDefault();
      const rows = [...this.querySelectorAll("tbody tr")], first = rows.indexOf(from);
      const column = this.inputs(from).indexOf(event.target);
      text.split("\n").forEach((line, down) => {
        const row = rows[first + down];
        if (!row) return;
        const inputs = this.inputs(row);
        line.split("\t").forEach((cell, right) => {
          const input = inputs[column + right];
          if (input && cell.trim()) { input.value = cell.trim(); input.classList.add("is-changed"); }
        });
      });
    }

    inputs(row) {
      return [...row.querySelectorAll("input:not([type=hidden])")];
    }
  }
  customElements.define("paste-grid", PasteGrid);
}
