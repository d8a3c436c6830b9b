// Runs before the first paint: the chosen mode, or the system's.
const chosen = document.cookie.match(/(?:^|; )mode=(light|dark)/)?.[1]
const system = matchMedia('(prefers-color-scheme: dark)')
const apply = () => document.documentElement.setAttribute('data-bs-theme', chosen ?? (system.matches ? 'dark' : 'light'))
apply()
if (!chosen) system.addEventListener('change', apply)
