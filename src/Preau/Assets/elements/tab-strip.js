/** <tab-strip><nav class="tabs">…</nav></tab-strip>: where the tabs are wider than the screen, the current one is in view. */
customElements.define('tab-strip', class extends HTMLElement {
  connectedCallback() {
    const tabs = this.firstElementChild
    const current = tabs.querySelector('[aria-current]')
    if (current) tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2
  }
})
