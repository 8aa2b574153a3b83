namespace Talentys.Jinja.Tests;

public class JinjaCaseTests
{
    public static TheoryData<string> Files => [.. JinjaCase.All.Select(one => one.File).Distinct()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Templates_give_what_is_written(string file)
    {
        var wrong = JinjaCase.All.Where(one => one.File == file).Select(one => (one, Actual: one.Actual())).Where(pair => pair.Actual != pair.one.Expected)
            .Select(pair => $"{JinjaCase.Quote(pair.one.Template)}\n  {pair.Actual}\n  expected {pair.one.Expected}").ToList();

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public void There_are_many_cases_and_none_twice()
    {
        Assert.True(JinjaCase.All.Count >= 600, $"{JinjaCase.All.Count} cases");
        Assert.DoesNotContain(JinjaCase.All.CountBy(one => (one.File, one.Template)), pair => pair.Value > 1);
    }
}
