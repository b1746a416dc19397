// One large picture, the others as small buttons under it.
{
  class PictureGallery extends HTMLElement {
    connectedCallback() {
      this.pictures = [...this.querySelectorAll(".gallery__picture")];
      if (this.pictures.length < 2) return;
      const bar = document.createElement("div");
      bar.className = "gallery__bar";
      this.buttons = this.pictures.map((picture, index) => this.thumbnail(picture, index));
      bar.append(...this.buttons);
      this.append(bar);
      this.show(0);
    }

    thumbnail(picture, index) {
      const button = document.createElement("button");
      const image = picture.querySelector("img").cloneNode();
      button.type = "button";
      image.alt = `${this.dataset.label} ${index + 1}`;
      image.loading = "lazy";
      image.removeAttribute("fetchpriority");
      button.append(image);
      button.addEventListener("click", () => this.show(index));
      return button;
    }

    show(chosen) {
      this.pictures.forEach((picture, index) => { picture.hidden = index !== chosen; });
      this.buttons.forEach((button, index) => button.setAttribute("aria-pressed", index === chosen));
    }
  }
  customElements.define("picture-gallery", PictureGallery);
}
