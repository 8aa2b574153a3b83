using System.Text;

namespace Talentys.Host.Terminal;

/// <summary>Reads a line with the usual keys: arrows, home, end, delete, Ctrl+A/E/U/K/W, history with up and down.</summary>
internal sealed class LineEditor(IReadOnlyList<string> history, TextWriter screen)
{
    private readonly StringBuilder text = new();
    private int cursor;
    private int recalled = history.Count;

    /// <summary>Reads a line and tells how it ended.</summary>
    public (LineEnd End, string Line) Read(string prompt)
    {
        Draw(prompt);
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    screen.WriteLine();
                    return (LineEnd.Entered, text.ToString());
                case ConsoleKey.D when control && text.Length == 0:
                    screen.WriteLine();
                    return (LineEnd.Closed, "");
                case ConsoleKey.C when control:
                    screen.WriteLine("^C");
                    return (LineEnd.Abandoned, "");
                default:
                    Apply(key, control);
                    break;
            }

            Draw(prompt);
        }
    }

    private void Apply(ConsoleKeyInfo key, bool control)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow:
                cursor = Math.Max(0, cursor - 1);
                break;
            case ConsoleKey.RightArrow:
                cursor = Math.Min(text.Length, cursor + 1);
                break;
            case ConsoleKey.Home or ConsoleKey.A when key.Key == ConsoleKey.Home || control:
                cursor = 0;
                break;
            case ConsoleKey.End or ConsoleKey.E when key.Key == ConsoleKey.End || control:
                cursor = text.Length;
                break;
            case ConsoleKey.UpArrow:
                Recall(-1);
                break;
            case ConsoleKey.DownArrow:
                Recall(1);
                break;
            case ConsoleKey.Backspace when cursor > 0:
                text.Remove(--cursor, 1);
                break;
            case ConsoleKey.Delete when cursor < text.Length:
                text.Remove(cursor, 1);
                break;
            case ConsoleKey.U when control:
                text.Remove(0, cursor);
                cursor = 0;
                break;
            case ConsoleKey.K when control:
                text.Length = cursor;
                break;
            case ConsoleKey.W when control:
                RemoveWord();
                break;
            default:
                Insert(key.KeyChar);
                break;
        }
    }

    private void Insert(char character)
    {
        if (!char.IsControl(character))
        {
            text.Insert(cursor++, character);
        }
    }

    private void RemoveWord()
    {
        var start = cursor;
        while (start > 0 && text[start - 1] == ' ')
        {
            start--;
        }

        while (start > 0 && text[start - 1] != ' ')
        {
            start--;
        }

        text.Remove(start, cursor - start);
        cursor = start;
    }

    private void Recall(int step)
    {
        recalled = Math.Clamp(recalled + step, 0, history.Count);
        Replace(recalled < history.Count ? history[recalled] : "");
    }

    private void Replace(string line)
    {
        text.Clear().Append(line);
        cursor = text.Length;
    }

    private void Draw(string prompt)
    {
        screen.Write($"\r\u001b[K{prompt}{text}");
        if (cursor < text.Length)
        {
            screen.Write($"\u001b[{text.Length - cursor}D");
        }

        screen.Flush();
    }
}
