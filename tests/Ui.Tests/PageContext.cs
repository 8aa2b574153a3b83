using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Ui.Api;
using Talentys.Ui.Shell;
using Talentys.Ui.Texts;

namespace Talentys.Ui.Tests;

/// <summary>What every component asks for.</summary>
public abstract class PageContext : BunitContext
{
    protected PageContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddScoped<Words>();
        Services.AddScoped<Formats>();
        Services.AddScoped<Browser>();
        Services.AddScoped<Recents>();
        Services.AddScoped(_ => new HttpClient { BaseAddress = new Uri("http://nobody.invalid/") });
        Services.AddScoped<ServerLink>();
        Services.AddScoped<ApiClient>();
        Services.AddScoped<UserSession>();
    }
}
