import '../elements/line-chart.js'
