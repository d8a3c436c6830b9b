/** <live-preview data-path="/…/preview.html"> holds a form and frames: what is changed in the form is shown in each frame a moment later, with its data-more. Without scripts the frames show what is kept. */
customElements.define('live-preview', class extends HTMLElement {
  connectedCallback() {
    this.querySelector('form').addEventListener('input', () => {
      clearTimeout(this.later)
      this.later = setTimeout(() => this.show(), 300)
    })
  }

  show() {
    // Files and the form's token stay here.
    const fields = [...new FormData(this.querySelector('form'))].filter(([name, value]) => name.startsWith('Form.') && typeof value === 'string')
    for (const frame of this.querySelectorAll('iframe')) frame.src = `${this.dataset.path}?${new URLSearchParams([...fields, ...new URLSearchParams(frame.dataset.more ?? '')])}`
  }

  disconnectedCallback() { clearTimeout(this.later) }
})
