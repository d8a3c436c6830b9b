using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Preau.Browser;

/// <summary>
/// axe-core, run in the page itself. The runner that goes with its package opens another window for every answer, which took most of the time of the walk
/// through all screens.
/// </summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Every page of the window has it from its beginning: sent once, and not with every page again.</summary>
    public static Task BringAxe(this IBrowserContext window) => window.AddInitScriptAsync(Script);

    /// <summary>
    /// What keeps somebody out of this page, one line for each rule that is broken; with names of rules, by these alone. Frames are not looked into: one whose
    /// policy lets nothing run answers no question. A page that never answers throws <see cref="TimeoutException"/>.
    /// </summary>
    public static async Task<string[]> Flaws(this IPage page, params string[] rules)
    {
        return await page.EvaluateAsync<string[]>("""
            async rules => {
              const only = rules.length ? { runOnly: { type: 'rule', values: rules } } : {}
              const { violations } = await axe.run({ exclude: ['iframe'] }, { resultTypes: ['violations'], iframes: false, ...only })
              return violations.map(v => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`)
            }
            """, rules).WaitAsync(TimeSpan.FromMinutes(1));
    }
}
