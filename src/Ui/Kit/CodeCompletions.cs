namespace Talentys.Ui.Kit;

/// <summary>What could stand at a place of a text.</summary>
/// <param name="From">Where the word that is completed begins.</param>
/// <param name="IsWhole">Whether these are all there are, so that typing on only narrows them.</param>
/// <param name="Items">The words, the likeliest first.</param>
public sealed record CodeCompletions(int From, bool IsWhole, IReadOnlyList<CodeCompletion> Items);

/// <summary>A word that could stand there.</summary>
/// <param name="Label">What is shown and matched.</param>
/// <param name="Kind">keyword, function, class (a table), property (a column), namespace (a schema), variable.</param>
/// <param name="Detail">Shown beside it: a type.</param>
/// <param name="Apply">What is inserted, where it differs; one that ends with a bracket gets its other one.</param>
/// <param name="Info">What it is.</param>
/// <param name="Boost">From -99 to 99: how much likelier than others.</param>
public sealed record CodeCompletion(string Label, string Kind, string? Detail = null, string? Apply = null, string? Info = null, int Boost = 0);

/// <summary>What a place of a text is told to be.</summary>
/// <param name="From">Where what is told of begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Title">Its name, or how it is called.</param>
/// <param name="Detail">Shown beside it: a type.</param>
/// <param name="Lines">What else is told.</param>
/// <param name="Argument">Number of the parameter in the title's brackets that is written now; null for none.</param>
public sealed record CodeHint(int From, int To, string Title, string? Detail, IReadOnlyList<string> Lines, int? Argument);

/// <summary>Asks what could stand somewhere.</summary>
/// <param name="Text">The text around.</param>
/// <param name="Position">The cursor in it.</param>
/// <param name="Explicit">Whether the user asked, and did not only type.</param>
public sealed record CodePlace(string Text, int Position, bool Explicit);

/// <summary>A text that was typed.</summary>
/// <param name="Key">Key of the document.</param>
/// <param name="Text">Its whole text.</param>
public sealed record TypedText(string Key, string Text);

/// <summary>An editor's text, cursor and selection.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Cursor">Where the cursor is.</param>
/// <param name="From">Where the selection begins.</param>
/// <param name="To">Where it ends; the same as <paramref name="From"/> for none.</param>
public sealed record CodeSnapshot(string Text, int Cursor, int From, int To);
