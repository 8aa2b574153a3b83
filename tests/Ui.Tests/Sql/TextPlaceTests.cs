using Talentys.Contracts;

namespace Talentys.Ui.Tests.Sql;

public sealed class TextPlaceTests
{
    [Theory]
    [InlineData("line 1, column 1", 0)]
    [InlineData("line 2, column 3", 11)]
    [InlineData("line 2, column 99", 16)]
    [InlineData("line 2, column 2147483647", 16)]
    [InlineData("line 9, column 1", null)]
    [InlineData("line 0, column 1", null)]
    [InlineData("line 1, column -1", null)]
    [InlineData("line 1, column 1 of the file", null)]
    [InlineData("line 99999999999, column 1", null)]
    [InlineData("field name", null)]
    [InlineData(null, null)]
    public void A_place_is_found_in_its_text(string? place, int? expected) =>
        Assert.Equal(expected, TextPlace.IndexOf("select a\nfrom b\n", place));

    [Fact]
    public void Every_character_and_the_end_have_a_place_that_leads_back()
    {
        const string Text = "é\n\n'😀'\r\nfrom";

        Assert.All(Enumerable.Range(0, Text.Length + 1), at => Assert.Equal(at, TextPlace.IndexOf(Text, TextPlace.Of(Text, at))));
        Assert.Equal("line 4, column 5", TextPlace.Of(Text, int.MaxValue));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(7, 4)]
    [InlineData(99, 5)]
    public void Bytes_of_the_engine_become_characters(long offset, int expected) =>
        Assert.Equal(expected, TextPlace.IndexOfByte("é'😀x", offset));
}
