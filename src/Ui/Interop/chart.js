// ECharts, of which only these parts are used, in the colours of the page.
import { BarChart, LineChart, PieChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, PieChart, ScatterChart, AriaComponent, DatasetComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const SERIES = ['--t-chart-1', '--t-chart-2', '--t-chart-3', '--t-chart-4', '--t-chart-5', '--t-chart-6', '--t-chart-7', '--t-chart-8'];
const still = matchMedia('(prefers-reduced-motion: reduce)');

class Chart {
  constructor(host, spec) {
    this.host = host;
    this.spec = spec;
    this.chart = init(host, null, { renderer: 'canvas' });
    this.size = new ResizeObserver(() => this.chart.resize());
    this.size.observe(host);
    this.look = new MutationObserver(() => this.draw());
    this.look.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-density', 'dir'] });
    this.draw();
  }

  show(spec) {
    this.spec = spec;
    this.draw();
  }

  dispose() {
    this.size.disconnect();
    this.look.disconnect();
    this.chart.dispose();
  }

  draw() {
    const style = getComputedStyle(this.host);
    const token = name => style.getPropertyValue(name).trim();
    const { type, labels, series, axis, horizontal, stacked, language, title } = this.spec;
    const text = { color: token('--t-muted'), fontFamily: style.fontFamily, fontSize: 12 };
    const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });
    const brief = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 2 });
    const say = value => (typeof value === 'number' ? numbers.format(value) : (value ?? '–'));
    const base = {
      animation: !still.matches,
      animationDuration: 250,
      color: SERIES.map(token),
      textStyle: text,
      aria: { enabled: true, label: { enabled: true, description: title }, decal: { show: type === 'pie' } },
      tooltip: {
        trigger: type === 'pie' || type === 'scatter' ? 'item' : 'axis', confine: true, valueFormatter: say,
        backgroundColor: token('--t-raised'), borderColor: token('--t-line'), textStyle: { ...text, color: token('--t-text') },
        axisPointer: { type: type === 'bar' ? 'shadow' : 'line' },
      },
      legend: { show: type === 'pie' ? labels.length > 1 : series.length > 1, type: 'scroll', top: 0, textStyle: text },
    };
    this.chart.setOption(type === 'pie' ? { ...base, ...this.pie(token) } : { ...base, ...this.plane(token, text, brief, axis, horizontal, stacked) }, { notMerge: true });
  }

  pie(token) {
    const { labels, series } = this.spec;
    return {
      series: [{
        type: 'pie', radius: ['38%', '68%'], center: ['50%', '56%'], name: series[0]?.name,
        itemStyle: { borderColor: token('--t-bg'), borderWidth: 2 },
        label: { color: token('--t-text'), overflow: 'truncate' },
        data: labels.map((name, i) => ({ name, value: series[0]?.values[i] })),
      }],
    };
  }

  plane(token, text, brief, axis, horizontal, stacked) {
    const { type, labels, series } = this.spec;
    const line = { lineStyle: { color: token('--t-line-strong') } };
    const across = axis === 'category'
      ? { type: 'category', data: labels, boundaryGap: type === 'bar', axisLine: line, axisTick: { show: false }, axisLabel: { ...text, hideOverlap: true, overflow: 'truncate', width: 120 } }
      : { type: axis === 'time' ? 'time' : 'value', scale: true, axisLine: line, axisLabel: { ...text, hideOverlap: true, formatter: axis === 'time' ? undefined : value => brief.format(value) }, splitLine: { show: false } };
    const up = { type: 'value', scale: type !== 'bar', axisLabel: { ...text, formatter: value => brief.format(value) }, splitLine: { lineStyle: { color: token('--t-line') } } };
    const pairs = values => (axis === 'category' ? values : values.map((value, i) => [axis === 'time' ? labels[i] : Number(labels[i]), value]));
    return {
      grid: { top: series.length > 1 ? 40 : 16, bottom: 8, left: 8, right: 16, containLabel: true, outerBoundsMode: 'same' },
      xAxis: horizontal ? up : across,
      yAxis: horizontal ? { ...across, inverse: true } : up,
      series: series.map(({ name, values }) => ({
        type, name, data: pairs(values), stack: stacked ? 'all' : undefined, barMaxWidth: 48, large: values.length > 2000,
        showSymbol: values.length <= 60, symbolSize: type === 'scatter' ? 7 : 6, lineStyle: { width: 2 }, connectNulls: false, itemStyle: type === 'scatter' ? { opacity: 0.75 } : undefined,
      })),
    };
  }
}

export const mount = (host, spec) => new Chart(host, spec);
