using MudBlazor;
using Talentys.Ui.Api;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Shell;

/// <summary>Short notices at the foot of the page, which screen readers speak.</summary>
public sealed class Notices(ISnackbar snackbar, Words words)
{
    /// <summary>The last notice, for the region that screen readers watch.</summary>
    public string Last { get; private set; } = "";

    /// <summary>Raised when there is a new notice.</summary>
    public event Action? Changed;

    /// <summary>Says that something was done.</summary>
    public void Say(string text) => Show(text, Severity.Normal);

    /// <summary>Says that something was done, and offers something more: to undo it.</summary>
    public void Offer(string text, string action, Func<Task> chosen)
    {
        Last = text;
        snackbar.Add(text, Severity.Normal, options =>
        {
            options.ShowCloseIcon = true;
            options.Action = action;
            options.OnClick = _ => chosen();
            options.VisibleStateDuration = 12_000;
        });
        Changed?.Invoke();
    }

    /// <summary>Says why something was not done, and the mend.</summary>
    public void Fail(ApiException failure)
    {
        if (failure.IsUnreachable)
        {
            Show(words["The server does not answer. Nothing was sent; try again in a moment."], Severity.Warning);
            return;
        }

        var problem = failure.Problem;
        Show(problem.Mend is { } mend ? $"{problem.Detail} {mend}" : problem.Detail, Severity.Error);
    }

    private void Show(string text, Severity severity)
    {
        Last = text;
        snackbar.Add(text, severity, options => options.ShowCloseIcon = true);
        Changed?.Invoke();
    }
}
