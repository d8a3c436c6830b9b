/** <column-tally><span data-kind="known|out|own" data-one="{0} column…" data-many="{0} columns…"></span></column-tally> in a form: counts anew what its columns become as they are chosen. */
customElements.define('column-tally', class extends HTMLElement {
  connectedCallback() {
    const form = this.closest('form')
    const rules = new Intl.PluralRules(document.documentElement.lang)
    const kindOf = target => target === '' ? 'out' : target.startsWith('field:') ? 'own' : 'known'
    const count = () => {
      const kinds = [...form.querySelectorAll('select[name=targets]')].map(s => kindOf(s.value))
      for (const part of this.querySelectorAll('[data-kind]')) {
        const number = kinds.filter(k => k === part.dataset.kind).length
        part.textContent = (rules.select(number) === 'one' ? part.dataset.one : part.dataset.many).replace('{0}', number.toLocaleString(document.documentElement.lang))
      }
    }
    form.addEventListener('change', e => { if (e.target.name === 'targets') count() })
    addEventListener('pageshow', count)
  }
})
