/**
 * <segment-builder data-catalogue='[{name,label,family,operators,choices}]' data-words='{…}'><input type="hidden" name="Tree"></segment-builder>
 * Edits the tree in its hidden field: groups to three levels, conditions of field, operator and values. Says «segment-change» when it changed.
 * Every control knows its place («0.1 operator»), so that focus stays where the work is when rows are drawn again. What stands in <noscript> goes.
 */
customElements.define('segment-builder', class extends HTMLElement {
  connectedCallback() {
    this.fields = JSON.parse(this.dataset.catalogue)
    this.words = JSON.parse(this.dataset.words)
    this.input = this.querySelector('input[type=hidden]')
    this.tree = JSON.parse(this.input.value || 'null') ?? { join: 'all', parts: [] }
    if (this.tree.parts.length === 0) this.tree.parts.push(this.fresh())
    this.querySelector('noscript')?.remove()
    this.surface = this.appendChild(document.createElement('div'))
    this.draw()
  }

  fresh() {
    return { field: '', operator: '', values: [] }
  }

  draw(focus = document.activeElement?.dataset?.place) {
    this.surface.replaceChildren(this.group(this.tree, '', null))
    if (focus) [...this.surface.querySelectorAll('[data-place]')].find(e => e.dataset.place === focus)?.focus()
    this.store()
  }

  /** A row without a field asks nothing yet. Once a field is chosen, a condition without its value is sent as it is: left out, it would count everybody. */
  store() {
    const kept = node => {
      if (!node.join) return node.field ? { field: node.field, operator: node.operator, values: node.values } : null
      const parts = node.parts.map(kept).filter(Boolean)
      return parts.length || node === this.tree ? { join: node.join, parts } : null
    }
    this.surface.querySelectorAll('.segment-row').forEach(row => row.classList.toggle('incomplete', Boolean(this.field(row.node)) && !this.isWhole(row.node)))
    this.input.value = JSON.stringify(kept(this.tree))
    this.input.dispatchEvent(new CustomEvent('segment-change', { bubbles: true }))
  }

  isWhole(node) {
    const operator = this.field(node)?.operators.find(o => o.name === node.operator)
    return operator && node.values.length >= operator.fewest
  }

  field(node) { return this.fields.find(f => f.name === node.field) }

  below(path, i) { return path === '' ? String(i) : `${path}.${i}` }

  group(node, path, parent) {
    const box = this.make('fieldset', 'segment-group')
    const legend = box.appendChild(this.make('legend', 'visually-hidden'))
    legend.textContent = this.words.joining
    const head = box.appendChild(this.make('div', 'segment-head'))
    head.append(this.at(path + ' join', this.select(this.words.joining, ['all', 'any', 'none'].map(j => [j, this.words[j]]), node.join, value => { node.join = value; this.store() })))
    if (parent) head.append(this.button(this.words.remove, 'x', () => this.remove(node, parent, path)))
    const list = box.appendChild(this.make('div', 'segment-parts'))
    node.parts.forEach((part, i) => list.append(part.join ? this.group(part, this.below(path, i), node) : this.condition(part, this.below(path, i), node)))
    const foot = box.appendChild(this.make('div', 'segment-foot'))
    const add = (part, there) => { node.parts.push(part); this.draw(this.below(path, node.parts.length - 1) + there) }
    foot.append(this.at(path + ' add', this.button(this.words.condition, 'plus', () => add(this.fresh(), ' field'), true)))
    if (path.split('.').length < 2) foot.append(this.button(this.words.group, 'plus', () => add({ join: 'any', parts: [this.fresh()] }, '.0 field'), true))
    return box
  }

  /** Focus goes to the row that took its place, or to the button that adds one. */
  remove(node, parent, path) {
    const at = parent.parts.indexOf(node)
    parent.parts.splice(at, 1)
    const above = path.split('.').slice(0, -1).join('.')
    const next = parent.parts[at]
    this.draw(next ? path + (next.join ? ' join' : ' field') : above + ' add')
  }

  condition(node, path, parent) {
    const row = this.make('div', 'segment-row')
    row.node = node
    const fields = this.at(path + ' field', this.make('select', 'form-select'))
    fields.setAttribute('aria-label', this.words.field)
    fields.append(new Option(this.words.choose, ''))
    const field = this.field(node)
    if (node.field && !field) fields.append(new Option(this.words.gone.replace('{0}', node.field), node.field))
    for (const family of new Set(this.fields.map(f => f.family))) {
      const part = fields.appendChild(document.createElement('optgroup'))
      part.label = family
      this.fields.filter(f => f.family === family).forEach(f => part.append(new Option(f.label, f.name)))
    }
    fields.value = node.field
    fields.addEventListener('change', () => {
      node.field = fields.value
      node.operator = this.field(node)?.operators[0].name ?? ''
      node.values = []
      this.draw()
    })
    row.append(fields)
    if (field) {
      row.append(this.at(path + ' operator', this.select(this.words.operator, field.operators.map(o => [o.name, o.label]), node.operator, value => { this.ask(node, field, value) })))
      const operator = field.operators.find(o => o.name === node.operator)
      if (operator?.most > 0) row.append(this.values(node, field, operator))
    }
    row.append(this.make('span', 'segment-missing'), this.button(this.words.remove, 'x', () => this.remove(node, parent, path)))
    row.querySelector('.segment-missing').textContent = this.words.incomplete
    return row
  }

  /** Another operator keeps the values where they mean the same: «at least 18» becomes «at most 18». */
  ask(node, field, name) {
    const [before, after] = [node.operator, name].map(n => field.operators.find(o => o.name === n))
    node.operator = name
    if (before?.kind !== after.kind || node.values.length > after.most) node.values = []
    this.draw()
  }

  /** A row with a field and no value is not saved as if it were not there: the browser asks for it. */
  needs(control, isMissing) {
    control.setCustomValidity(isMissing() ? this.words.chooseOne : '')
    return control
  }

  values(node, field, operator) {
    if (operator.kind === 'choice' && operator.most > 1) {
      const list = this.make('div', 'segment-choices')
      list.setAttribute('role', 'group')
      list.setAttribute('aria-label', this.words.value)
      for (const choice of field.choices) {
        const label = list.appendChild(this.make('label', 'segment-choice'))
        const box = label.appendChild(this.make('input', 'form-check-input'))
        box.type = 'checkbox'
        box.checked = node.values.includes(choice.value)
        box.addEventListener('change', () => {
          node.values = field.choices.map(c => c.value).filter(v => v === choice.value ? box.checked : node.values.includes(v))
          this.needs(list.querySelector('input'), () => node.values.length === 0)
          this.store()
        })
        label.append(' ' + choice.label)
      }
      if (list.firstChild) this.needs(list.querySelector('input'), () => node.values.length === 0)
      return list
    }
    if (operator.kind === 'choice') {
      const choices = this.select(this.words.value, [['', this.words.choose], ...field.choices.map(c => [c.value, c.label])], node.values[0] ?? '', value => { node.values = value ? [value] : []; this.store() })
      choices.required = true
      return choices
    }
    const input = this.make('input', 'form-control')
    input.type = { whole: 'number', number: 'number', money: 'number', date: 'date' }[operator.kind] ?? 'text'
    if (input.type === 'number') { input.min = 0; input.step = operator.kind === 'whole' ? 1 : 'any' }
    input.maxLength = operator.most > 1 ? 2000 : 200
    input.required = operator.fewest > 0
    input.value = node.values.join(', ')
    input.setAttribute('aria-label', operator.most > 1 ? `${this.words.value} (${this.words.several})` : this.words.value)
    if (operator.most > 1) input.placeholder = this.words.several
    input.addEventListener('input', () => {
      node.values = (operator.most > 1 ? input.value.split(',') : [input.value]).map(v => v.trim()).filter(Boolean)
      this.store()
    })
    return input
  }

  select(label, options, value, chosen) {
    const select = this.make('select', 'form-select')
    select.setAttribute('aria-label', label)
    select.append(...options.map(([v, text]) => new Option(text, v)))
    select.value = value
    select.addEventListener('change', () => chosen(select.value))
    return select
  }

  button(text, icon, act, withText = false) {
    const button = this.make('button', 'btn btn-small')
    button.type = 'button'
    button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="/dist/icons.svg#${icon}"/></svg>`
    if (withText) button.append(' ' + text)
    else button.setAttribute('aria-label', text)
    button.addEventListener('click', act)
    return button
  }

  at(place, control) {
    control.dataset.place = place
    return control
  }

  make(name, className) {
    const element = document.createElement(name)
    element.className = className
    return element
  }
})
