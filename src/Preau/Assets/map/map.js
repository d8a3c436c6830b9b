// The map of people and the point of one person. Nothing is fetched from elsewhere: outlines and sums come from this server, there are no tiles and no fonts.
import 'maplibre-gl/dist/maplibre-gl.css'
import './map.css'
import { Map as GlMap, Marker, NavigationControl, Popup, setWorkerUrl } from 'maplibre-gl'

setWorkerUrl(new URL('./map-worker.mjs', import.meta.url).href)

const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const still = matchMedia('(prefers-reduced-motion: reduce)').matches
const empty = { type: 'FeatureCollection', features: [] }
const number = count => count.toLocaleString(document.documentElement.lang)

/** What both maps share: outlines of areas in the colours of the page, drawn anew when these change. */
class AreaMap extends HTMLElement {
  connectedCallback() {
    this.words = JSON.parse(this.dataset.words)
    const [west, south, east, north] = this.dataset.box.split(',').map(Number)
    const canvas = document.createElement('div')
    canvas.className = 'map-canvas'
    this.append(canvas)
    try {
      this.map = new GlMap({
        container: canvas, bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 30, animate: false }, minZoom: 3, maxZoom: 18, maxPitch: 0, dragRotate: false, attributionControl: false, fadeDuration: 0,
        locale: { 'NavigationControl.ZoomIn': this.words.closer, 'NavigationControl.ZoomOut': this.words.farther },
        style: { version: 8, sources: { areas: { type: 'geojson', data: empty } }, layers: this.layers() },
      })
    } catch {
      canvas.remove()
      const note = document.createElement('p')
      note.className = 'notice caution'
      note.textContent = this.words.broken
      this.append(note)
      return
    }
    this.map.touchZoomRotate.disableRotation()
    this.map.keyboard.disableRotation()
    this.map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
    this.map.getCanvas().setAttribute('aria-label', this.words.label)
    this.map.once('load', () => {
      this.outlines()
      this.started()
      this.map.on('moveend', () => this.moved())
    })
    this.sizes = new ResizeObserver(() => this.map.resize())
    this.sizes.observe(canvas)
    this.modes = new MutationObserver(() => this.colour())
    this.modes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] })
  }

  disconnectedCallback() {
    this.sizes?.disconnect()
    this.modes?.disconnect()
    this.map?.remove()
  }

  layers() {
    return [
      { id: 'ground', type: 'background', paint: { 'background-color': token('--ground') } },
      { id: 'fill', type: 'fill', source: 'areas', paint: { 'fill-color': token('--surface'), 'fill-opacity': 0.9 } },
      { id: 'line', type: 'line', source: 'areas', paint: { 'line-color': token('--edge'), 'line-width': 1 } },
    ]
  }

  colour() {
    for (const layer of this.layers()) for (const [name, value] of Object.entries(layer.paint)) this.map.setPaintProperty(layer.id, name, value)
  }

  box() {
    const b = this.map.getBounds()
    const clamp = (value, most) => Math.max(-most, Math.min(most, value)).toFixed(6)
    return [clamp(b.getWest(), 180), clamp(b.getSouth(), 85), clamp(b.getEast(), 180), clamp(b.getNorth(), 85)].join(',')
  }

  async outlines() {
    if (!this.dataset.shapes) return
    const answer = await fetch(`${this.dataset.shapes}&box=${this.box()}`).catch(() => null)
    if (answer?.ok) this.map?.getSource('areas')?.setData(await answer.json())
  }

  moved() {
    this.outlines()
  }

  started() {}
}

/**
 * <people-map data-cells data-shapes data-base data-box data-point data-words>: people as sums, a link each. A large one brings the map nearer, a small one opens the list of who lives there.
 */
customElements.define('people-map', class extends AreaMap {
  shown = new Map()

  started() {
    if (this.dataset.point) new Marker({ color: token('--info') }).setLngLat(this.dataset.point.split(',').map(Number)).addTo(this.map)
    const popup = new Popup({ closeButton: false, closeOnClick: false, className: 'map-popup' })
    this.map.on('mousemove', 'fill', event => {
      const { name, people } = event.features[0].properties
      popup.setLngLat(event.lngLat).setText(`${name} · ${number(people)}`).addTo(this.map)
    })
    this.map.on('mouseleave', 'fill', () => popup.remove())
    this.map.on('click', 'fill', event => { location.href = this.dataset.base + event.features[0].properties.path })
    this.cells()
  }

  moved() {
    super.moved()
    this.cells()
  }

  async cells() {
    const asked = this.asked = {}
    const answer = await fetch(`${this.dataset.cells}?box=${this.box()}&zoom=${Math.round(this.map.getZoom())}`).catch(() => null)
    if (!answer?.ok || this.asked !== asked) return
    const { level, cells } = await answer.json()
    const wanted = new Map(cells.map(cell => [`${level}-${cell.x}-${cell.y}-${cell.people}`, cell]))
    for (const [key, marker] of this.shown) {
      if (wanted.has(key)) continue
      marker.remove()
      this.shown.delete(key)
    }
    for (const [key, cell] of wanted) {
      if (!this.shown.has(key)) this.shown.set(key, new Marker({ element: this.cluster(cell) }).setLngLat([cell.lon, cell.lat]).addTo(this.map))
    }
  }

  cluster(cell) {
    const link = document.createElement('a')
    const words = (cell.people === 1 ? this.words.one : this.words.many).replace('{0}', number(cell.people))
    const isNear = () => cell.people > 25 && this.map.getZoom() < 17
    link.className = `cluster-mark size-${Math.min(4, Math.floor(Math.log10(cell.people) + 0.3))}`
    link.href = this.dataset.base + cell.path
    link.textContent = cell.people < 10000 ? number(cell.people) : new Intl.NumberFormat(document.documentElement.lang, { notation: 'compact' }).format(cell.people)
    link.setAttribute('aria-label', isNear() ? `${words}: ${this.words.nearer}` : words)
    link.addEventListener('click', event => {
      event.stopPropagation()
      if (!isNear() || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      this.map.easeTo({ center: [cell.lon, cell.lat], zoom: Math.min(18, this.map.getZoom() + 2), animate: !still })
    })
    return link
  }
})

/** <place-map data-lat="id" data-lon="id" …>: one point, dragged or moved by the arrow keys, and two fields that say the same. */
customElements.define('place-map', class extends AreaMap {
  started() {
    this.lat = document.getElementById(this.dataset.lat)
    this.lon = document.getElementById(this.dataset.lon)
    const known = this.read()
    this.marker = new Marker({ draggable: true, color: token('--accent') }).setLngLat(known ?? this.map.getCenter()).addTo(this.map)
    const pin = this.marker.getElement()
    pin.tabIndex = 0
    pin.setAttribute('role', 'application')
    pin.setAttribute('aria-label', this.words.point)
    pin.addEventListener('keydown', event => this.step(event))
    this.marker.on('dragend', () => this.write())
    this.map.on('click', event => { this.marker.setLngLat(event.lngLat); this.write() })
    for (const field of [this.lat, this.lon]) field.addEventListener('change', () => this.go())
  }

  read() {
    const [lat, lon] = [this.lat, this.lon].map(field => field.value.trim() === '' ? NaN : Number(field.value.replace(',', '.')))
    return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? [lon, lat] : null
  }

  write() {
    const { lat, lng } = this.marker.getLngLat()
    this.lat.value = lat.toFixed(6)
    this.lon.value = lng.toFixed(6)
  }

  go() {
    const point = this.read()
    if (!point) return
    this.marker.setLngLat(point)
    this.map.easeTo({ center: point, animate: !still })
  }

  step(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
    if (!way) return
    event.preventDefault()
    event.stopPropagation()
    const at = this.map.project(this.marker.getLngLat())
    const by = event.shiftKey ? 20 : 4
    this.marker.setLngLat(this.map.unproject([at.x + way[0] * by, at.y + way[1] * by]))
    this.write()
  }
})
