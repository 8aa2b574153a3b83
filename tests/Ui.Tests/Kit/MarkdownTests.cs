using Bunit;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Tests.Kit;

public class MarkdownTests : PageContext
{
    [Theory]
    [InlineData("Orders that are **sold**, in `net_revenue`.", "<p>Orders that are <strong>sold</strong>, in <code>net_revenue</code>.</p>")]
    [InlineData("one\ntwo\n\nthree", "<p>one two</p><p>three</p>")]
    [InlineData("# Title\n- a *b*\n- c\n  d\n1. e", "<p class=\"markdown-head\">Title</p><ul><li>a <em>b</em></li><li>c d</li></ul><ol><li>e</li></ol>")]
    [InlineData("[docs](https://example.com/a) and [no](javascript:x)", "<p><a href=\"https://example.com/a\" rel=\"noopener noreferrer\" target=\"_blank\">docs</a> and [no](javascript:x)</p>")]
    [InlineData("<script>x</script> & a_b_c 2 * 3 * 4", "<p>&lt;script&gt;x&lt;/script&gt; &amp; a_b_c 2 * 3 * 4</p>")]
    [InlineData("```\nselect 1\n  from x\n```", "<pre class=\"mono\" tabindex=\"0\">select 1\n  from x</pre>")]
    [InlineData("```\nopen", "<pre class=\"mono\" tabindex=\"0\">open</pre>")]
    public void What_people_write_is_drawn_as_they_mean_it_and_nothing_of_it_runs(string text, string markup) =>
        Render<MarkdownText>(parameters => parameters.Add(shown => shown.Text, text)).MarkupMatches($"<div class=\"markdown\">{markup}</div>");

    [Fact]
    public void The_words_alone_are_one_line() => Assert.Equal("Title of net revenue, see docs", Markdown.Plain("# Title\n\nof **net** `revenue`,\nsee [docs](https://example.com)"));
}
